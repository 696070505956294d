variable "name" {
  description = "What every name of this environment begins with."
  type        = string
}

variable "account_id" {
  description = "The AWS account, in twelve digits."
  type        = string
}

variable "region" {
  description = "The AWS region of the bucket."
  type        = string
}

variable "bucket" {
  description = "The bucket's name, unless derived from name, account and region."
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether the bucket refuses to be deleted while it holds files."
  type        = bool
}

variable "domain" {
  description = "The site's domain name; null for the one that CloudFront gives."
  type        = string
  default     = null
}

variable "certificate_arn" {
  description = "ARN of the domain's certificate in us-east-1."
  type        = string
  default     = null

  validation {
    condition     = (var.certificate_arn == null) == (var.domain == null)
    error_message = "A domain needs its certificate, and a certificate its domain."
  }
}

variable "price_class" {
  description = "From where CloudFront serves: PriceClass_100 (North America, Europe, Israel), PriceClass_200 or PriceClass_All."
  type        = string
}

variable "hsts" {
  description = "Whether Strict-Transport-Security binds all subdomains, and asks for browsers' preload lists: on an apex domain both bind every other host of its owner."
  type        = object({ include_subdomains = bool, preload = bool })
}

variable "api_endpoint" {
  description = "The API's own URL."
  type        = string
}

variable "api_origin" {
  description = "Where CloudFront reaches the API, if not at its own endpoint; by HTTPS either way."
  type        = object({ domain = string, path = string, port = number })
  default     = null
}

variable "origin_verify" {
  description = "What CloudFront sends to the API to prove itself."
  type        = string
  sensitive   = true
}
