# The provider of every unit: root.hcl copies this file beside every module.

variable "aws" {
  description = "The region that this unit is in, and its environment's name."
  type        = object({ region = string, environment = string })
}

provider "aws" {
  region = var.aws.region

  # What is meant for one account or emulator reaches no other; and while the settings are refused, there is no provider.
  allowed_account_ids = [var.settings.account_id]

  default_tags {
    tags = {
      Project     = "cloud-resume"
      Environment = var.aws.environment
    }
  }
}
