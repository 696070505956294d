variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "account_id" {
  description = "The AWS account, in twelve digits."
  type        = string
}

variable "email" {
  description = "Who is told when something is wrong."
  type        = string

  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s.]+$", var.email))
    error_message = "The e-mail has to be an address, as in you@example.com."
  }
}

variable "alerts_kms_key_arn" {
  description = "ARN of a customer managed key to encrypt the topic with; its policy has to let CloudWatch and Budgets use it."
  type        = string
  default     = null

  validation {
    condition     = var.alerts_kms_key_arn == null || can(regex("^arn:[^:]+:kms:[^:]+:[0-9]{12}:key/", var.alerts_kms_key_arn))
    error_message = "The key has to be a customer managed key's ARN (arn:aws:kms:…:key/…): the AWS managed alias/aws/sns would silence the alarms."
  }
}
