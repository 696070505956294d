# The provider of every unit: root.hcl copies this file beside the module.

variable "aws" {
  description = "The account and region that this environment is in, and its name."
  type        = object({ account_id = string, region = string, environment = string })

  validation {
    condition     = can(regex("^[0-9]{12}$", var.aws.account_id))
    error_message = "The account_id in env.hcl has to be the AWS account's twelve digits, as `aws sts get-caller-identity` shows them."
  }

  validation {
    condition = contains([
      "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
      "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7",
      "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2",
      "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1",
      "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ], var.aws.region)
    error_message = "The region in env.hcl has to be one of AWS's, as in eu-central-1; ${var.aws.region} is none that this version of the provider knows."
  }
}

provider "aws" {
  region              = var.aws.region
  allowed_account_ids = [var.aws.account_id] # what is meant for one account or emulator reaches no other

  default_tags {
    tags = {
      Project     = "cloud-resume"
      Environment = var.aws.environment
    }
  }
}
