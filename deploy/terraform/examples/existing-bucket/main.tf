# Into a bucket that is there already, in another account; the alarms go to a topic that is there already, and the bare
# function is what the schedule starts.

terraform {
  required_version = ">= 1.9"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.80, < 7.0"
    }
  }
}

variable "lambda_jar" {
  description = "Path of ddbvault-lambda.jar"
  type        = string
  default     = "../../../../lambda/target/ddbvault-lambda.jar"
}

module "ddbvault" {
  source = "../.."

  app_name           = "mfa-api"
  environment        = "production"
  dynamodb_tables    = ["mfa-api_production_user_global", "mfa-api_production_u2f_global"]
  restore_tables     = ["mfa-api_production_user_global", "mfa-api_production_u2f_global", "mfa-api_production_u2f-copy_global"]
  backup_bucket_name = "company-backups"
  create_bucket      = false
  bucket_owner       = "210987654321"
  exports_prefix     = "dynamodb/production"
  lambda_jar         = var.lambda_jar

  schedule_target    = "function"
  create_alarm_topic = false
  alarm_topic_arns   = ["arn:aws:sns:eu-west-1:111122223333:operations"]
}

output "ddbvault" {
  description = "What the module made"
  value       = module.ddbvault
}
