# What an environment's env.hcl may say: root.hcl copies this file beside every module, so that a mistake is refused in
# each unit, and nothing is planned or applied.

variable "settings" {
  description = "The settings of the environment."
  nullable    = false

  type = object({
    account_id               = string
    region                   = string
    domain                   = optional(string)
    zone                     = optional(string)
    dnssec                   = bool
    email                    = string
    monthly_budget           = number
    throttle                 = object({ rate = number, burst = number })
    reserved_concurrency     = number
    runtime                  = string
    memory_size              = number
    shards                   = number
    log_retention_days       = number
    price_class              = string
    hsts                     = object({ include_subdomains = bool, preload = bool })
    deletion_protection      = bool
    origin_verify_generation = number
    viewer_address_header    = string
    bucket                   = optional(string)
    alerts_kms_key_arn       = optional(string)
    permissions_boundary     = bool
  })

  validation {
    condition     = can(regex("^[0-9]{12}$", var.settings.account_id))
    error_message = "The account_id in env.hcl has to be the AWS account's twelve digits, as `aws sts get-caller-identity` shows them."
  }

  validation {
    condition     = var.settings.account_id != "111122223333"
    error_message = "The account_id in env.hcl is still the example's: set it to your own, as `aws sts get-caller-identity` shows it."
  }

  validation {
    condition = contains([
      "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
      "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7",
      "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2",
      "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1",
      "us-east-1", "us-east-2", "us-west-1", "us-west-2",
    ], var.settings.region)
    error_message = "The region in env.hcl has to be one of AWS's, as in eu-central-1; ${var.settings.region} is none that this version of the provider knows."
  }

  validation {
    condition     = var.settings.domain == null || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.settings.domain))
    error_message = "The domain in env.hcl has to be a host's name in lower case, as in resume.example.com, with neither https:// nor a path."
  }

  validation {
    condition     = var.settings.domain == null || try(endswith(".${var.settings.domain}", ".${var.settings.zone}"), false)
    error_message = "The domain in env.hcl needs the Route 53 hosted zone that it is in: set zone, as in example.com for resume.example.com."
  }

  validation {
    condition     = var.settings.zone == null || var.settings.domain != null
    error_message = "The zone in env.hcl is of use for a domain alone: set domain, or zone to null."
  }

  validation {
    condition     = !var.settings.dnssec || var.settings.domain != null
    error_message = "To sign a zone takes a domain in it: set domain and zone in env.hcl, or dnssec to false."
  }

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s.]+$", var.settings.email))
    error_message = "The email in env.hcl has to be an address, as in you@example.com."
  }

  validation {
    condition     = var.settings.email != "you@example.com"
    error_message = "The email in env.hcl is still the example's: set it to your own, or nobody is told of alarms and costs."
  }

  validation {
    condition     = var.settings.monthly_budget > 0
    error_message = "The monthly_budget in env.hcl has to be above 0 dollars."
  }

  validation {
    condition     = var.settings.throttle.rate > 0 && var.settings.throttle.burst > 0
    error_message = "The throttle in env.hcl has to let something through: rate and burst above 0."
  }

  validation {
    condition = (
      var.settings.reserved_concurrency >= -1 && var.settings.reserved_concurrency != 0
      && floor(var.settings.reserved_concurrency) == var.settings.reserved_concurrency
    )
    error_message = "The reserved_concurrency in env.hcl has to be a whole number from 1, or -1 to reserve none."
  }

  validation {
    condition     = contains(["python3.11", "python3.12", "python3.13"], var.settings.runtime)
    error_message = "The runtime in env.hcl has to be python3.11, python3.12 or python3.13."
  }

  validation {
    condition = (
      var.settings.memory_size >= 128 && var.settings.memory_size <= 10240
      && floor(var.settings.memory_size) == var.settings.memory_size
    )
    error_message = "The memory_size in env.hcl has to be a whole number of MB from 128 to 10240."
  }

  validation {
    condition = (
      var.settings.shards >= 1 && var.settings.shards <= 99 && floor(var.settings.shards) == var.settings.shards
    )
    error_message = "The shards in env.hcl have to be a whole number from 1 to 99: one read gets them all, with a visitor's key, and takes a hundred items."
  }

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365], var.settings.log_retention_days)
    error_message = "The log_retention_days in env.hcl have to be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365."
  }

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.settings.price_class)
    error_message = "The price_class in env.hcl has to be PriceClass_100, PriceClass_200 or PriceClass_All."
  }

  validation {
    condition     = var.settings.hsts.include_subdomains || !var.settings.hsts.preload
    error_message = "Browsers' preload lists take no domain without its subdomains: hsts.preload in env.hcl needs hsts.include_subdomains."
  }

  validation {
    condition = (
      var.settings.origin_verify_generation >= 1
      && floor(var.settings.origin_verify_generation) == var.settings.origin_verify_generation
    )
    error_message = "The origin_verify_generation in env.hcl has to be a whole number from 1, and is raised by one at a time."
  }

  validation {
    condition     = contains(["CloudFront-Viewer-Address", "X-Forwarded-For"], var.settings.viewer_address_header)
    error_message = "The viewer_address_header in env.hcl has to be CloudFront-Viewer-Address or X-Forwarded-For."
  }

  validation {
    condition     = var.settings.bucket == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.settings.bucket))
    error_message = "The bucket in env.hcl has to be 3 to 63 lower-case letters, digits and hyphens, with no hyphen at either end."
  }

  validation {
    condition     = var.settings.alerts_kms_key_arn == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/", var.settings.alerts_kms_key_arn))
    error_message = "The alerts_kms_key_arn in env.hcl has to be of a customer managed key (arn:aws:kms:…:key/…): the AWS managed alias/aws/sns would silence the alarms."
  }
}
