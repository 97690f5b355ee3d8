from sqlalchemy.sql.expression import Select as Select, select as select
