import sys

from backprop.workbook.command import main

if __name__ == "__main__":
    sys.exit(main())
