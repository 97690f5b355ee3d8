import robot
import robot.clock
from robot import Arm, Serial, write_line
from robot.clock import tick as wait_a_tick


async def main() -> None:
    port = Serial("/dev/ttyUSB0")
    port.write(b"hello")  # expect: ASL201
    write_line(port, "hello")  # expect: ASL201
    robot.write_line(port, "hello")  # expect: ASL201
    robot.clock.tick()  # expect: ASL201
    wait_a_tick(3)  # expect: ASL201
    arm = Arm(port)
    arm.home()  # expect: ASL201[likely]
    await arm.wave()
