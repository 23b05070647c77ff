terraform {
  # 1.9: a variable's validation may look at other variables.
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source = "hashicorp/aws"
      # 5.100.0 is the one that is tested.
      version = ">= 5.80, < 7.0"
    }
  }
}
