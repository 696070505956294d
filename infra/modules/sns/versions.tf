terraform {
  required_version = "~> 1.11.0" # what it is tested with; OpenTofu reads versions.tofu in place of this file

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}
