from ._async.driver import AsyncDriver as AsyncDriver, AsyncGraphDatabase as AsyncGraphDatabase
from ._async.work.session import AsyncSession as AsyncSession
from ._sync.driver import Driver as Driver, GraphDatabase as GraphDatabase
from ._sync.work.result import Result as Result
from ._sync.work.session import Session as Session
from ._sync.work.transaction import Transaction as Transaction
