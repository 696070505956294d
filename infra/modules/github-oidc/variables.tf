variable "account_id" {
  description = "The AWS account, in twelve digits."
  type        = string
}

variable "region" {
  description = "The AWS region of the environment that the pipeline applies."
  type        = string
}

variable "environment" {
  description = "The environment that the pipeline applies, in infra/live as in the repository's settings."
  type        = string
}

variable "bucket" {
  description = "The site's bucket, where its name is set by hand."
  type        = string
  default     = null
}

variable "domain" {
  description = "The site's domain, for which the pipeline needs certificate and records; null without."
  type        = string
  default     = null
}

variable "zone" {
  description = "The Route 53 hosted zone that the domain is in."
  type        = string
  default     = null
}

variable "dnssec" {
  description = "Whether the domain's zone is signed."
  type        = bool
  default     = false
}

variable "state_bucket" {
  description = "The bucket that holds the state."
  type        = string
}

variable "repository" {
  description = "The GitHub repository: the names of owner and repository, and the ids of both, which no other can ever have."
  type        = object({ owner = string, owner_id = number, name = string, id = number })

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+$", var.repository.owner)) && can(regex("^[A-Za-z0-9._-]+$", var.repository.name))
    error_message = "The repository's owner and name have to be those of github.com/OWNER/NAME, without a wildcard."
  }

  validation {
    condition = alltrue([
      for id in [var.repository.owner_id, var.repository.id] : id >= 1 && floor(id) == id
    ])
    error_message = "The ids of the repository and its owner have to be those that https://api.github.com/repos/OWNER/NAME gives."
  }
}

variable "oidc_provider_arn" {
  description = "ARN of the account's provider for GitHub's tokens, if it has one already."
  type        = string
  default     = null

  validation {
    condition = (
      var.oidc_provider_arn == null
      || var.oidc_provider_arn == "arn:aws:iam::${var.account_id}:oidc-provider/token.actions.githubusercontent.com"
    )
    error_message = "The provider has to be this account's for GitHub: arn:aws:iam::${var.account_id}:oidc-provider/token.actions.githubusercontent.com."
  }
}
