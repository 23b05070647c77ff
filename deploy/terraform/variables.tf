# What the backups are of

variable "environment" {
  description = "Environment identifier, e.g. `production`. Part of every name, and `ENVIRONMENT` of both functions: a backup of another environment is not restored"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9][a-zA-Z0-9-]{0,30}$", var.environment))
    error_message = "environment must be 1 to 31 letters, digits and hyphens, e.g. production."
  }
}

variable "app_name" {
  description = "First part of every name"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9][a-zA-Z0-9-]{0,30}$", var.app_name))
    error_message = "app_name must be 1 to 31 letters, digits and hyphens, e.g. mfa-api."
  }

  # The longest name that is made of them is a role's, of which IAM takes 64 characters.
  validation {
    condition     = length(var.app_name) + length(var.environment) <= 38
    error_message = "app_name and environment together must be at most 38 characters, for the names of the roles that are made of them."
  }
}

variable "dynamodb_tables" {
  description = "Names of the tables to back up, in this account and Region. Point-in-time recovery must be on for each"
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.dynamodb_tables) > 0
    error_message = "dynamodb_tables is empty. Name at least one table."
  }

  validation {
    condition     = alltrue([for name in var.dynamodb_tables : can(regex("^[a-zA-Z0-9_.-]{3,255}$", name))])
    error_message = "dynamodb_tables must hold names of tables, not ARNs: 3 to 255 letters, digits, underscores, hyphens and dots."
  }

  validation {
    condition     = length(distinct(var.dynamodb_tables)) == length(var.dynamodb_tables)
    error_message = "dynamodb_tables names a table twice."
  }
}

variable "table_name_pattern" {
  description = "Naming convention of the tables, which a restore checks; empty switches the check off"
  type        = string
  default     = "mfa-api_{environment}_{type}_global"
  nullable    = false

  validation {
    condition     = var.table_name_pattern == "" || strcontains(var.table_name_pattern, "{environment}")
    error_message = "table_name_pattern must have {environment} in it, or be empty to switch the check off."
  }
}

variable "table_kms_key_arns" {
  description = "ARNs of the customer managed KMS keys that tables are encrypted with; none for AWS owned keys and `aws/dynamodb`"
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.table_kms_key_arns : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$", arn))])
    error_message = "table_kms_key_arns must hold ARNs of keys, arn:aws:kms:REGION:ACCOUNT:key/ID: IAM knows no aliases here."
  }
}

# Where the backups go

variable "backup_bucket_name" {
  description = "S3 bucket of the backups"
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.backup_bucket_name))
    error_message = "backup_bucket_name must be a bucket's name alone: 3 to 63 lower-case letters, digits, hyphens and dots, without s3:// and slashes."
  }
}

variable "create_bucket" {
  description = "`false` for a bucket that is there already; it is then used as it is, and nothing of it is changed"
  type        = bool
  default     = true
  nullable    = false
}

variable "bucket_owner" {
  description = "Account that owns the bucket, 12 digits; needed for another account's bucket"
  type        = string
  default     = null

  validation {
    condition     = var.bucket_owner == null || can(regex("^[0-9]{12}$", var.bucket_owner))
    error_message = "bucket_owner must be an account id of 12 digits."
  }
}

variable "exports_prefix" {
  description = "Key prefix of the backups in the bucket, without slashes at its ends"
  type        = string
  default     = "native-exports"
  nullable    = false

  # In a policy * and ? stand for anything, so neither may be part of it, although ddbvault would take a *.
  validation {
    condition     = can(regex("^[a-zA-Z0-9!_.'()=@:+-]+(/[a-zA-Z0-9!_.'()=@:+-]+)*$", var.exports_prefix)) && !contains(split("/", var.exports_prefix), ".") && !contains(split("/", var.exports_prefix), "..")
    error_message = "exports_prefix must be names separated by single slashes, with none at its ends, and without * and ?."
  }

  validation {
    condition     = length(var.exports_prefix) <= 100
    error_message = "exports_prefix must be at most 100 characters."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that the backups are encrypted with; without it AES256 (SSE-S3). The key's own policy must allow the two roles, or delegate to IAM"
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn must be a key's ARN, arn:aws:kms:REGION:ACCOUNT:key/ID: IAM knows no aliases here."
  }
}

variable "backup_retention_days" {
  description = "Days after which a backup is removed. Not used for an existing bucket"
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 36500 && floor(var.backup_retention_days) == var.backup_retention_days
    error_message = "backup_retention_days must be a whole number from 1 to 36500."
  }
}

variable "object_lock" {
  description = "EXPERIMENTAL, not proven with DynamoDB's exports: default retention by S3 Object Lock, `{mode = \"GOVERNANCE\" or \"COMPLIANCE\", days = N}`. What COMPLIANCE holds nobody can delete before its time"
  type = object({
    mode = string
    days = number
  })
  default = null

  validation {
    condition     = var.object_lock == null || try(contains(["GOVERNANCE", "COMPLIANCE"], var.object_lock.mode) && var.object_lock.days >= 1 && floor(var.object_lock.days) == var.object_lock.days, false)
    error_message = "object_lock must have a mode, GOVERNANCE or COMPLIANCE, and a whole number of days from 1 on."
  }

  validation {
    condition     = var.object_lock == null || var.create_bucket
    error_message = "object_lock is for a bucket that this module makes; set it on an existing bucket yourself."
  }
}

# The functions

variable "lambda_jar" {
  description = "Path of `ddbvault-lambda.jar`. Either this or `lambda_jar_s3`"
  type        = string
  default     = null

  validation {
    condition     = var.lambda_jar == null || try(fileexists(var.lambda_jar), false)
    error_message = "There is no file at lambda_jar. Build it with 'mvn package -pl lambda -am', or take it from a release."
  }

  validation {
    condition     = (var.lambda_jar == null) != (var.lambda_jar_s3 == null)
    error_message = "Give one of lambda_jar and lambda_jar_s3, and not both."
  }
}

variable "lambda_jar_s3" {
  description = "Where `ddbvault-lambda.jar` lies in S3, `{bucket = ..., key = ..., version = ...}`; a new jar is noticed by a new key or version"
  type = object({
    bucket  = string
    key     = string
    version = optional(string)
  })
  default = null
}

variable "lambda_runtime" {
  description = "Lambda runtime of both functions: `java17` or `java21`. The functions are Java now; Python runtimes of an earlier deployment are refused"
  type        = string
  default     = "java21"
  nullable    = false

  validation {
    condition     = contains(["java17", "java21"], var.lambda_runtime)
    error_message = "lambda_runtime must be java17 or java21: ddbvault's functions are Java, and run on no other runtime. Leave it out of a module block that was written for the Python functions."
  }
}

variable "lambda_architecture" {
  description = "Processors of both functions: `arm64` or `x86_64`"
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.lambda_architecture)
    error_message = "lambda_architecture must be arm64 or x86_64."
  }
}

variable "lambda_timeout" {
  description = "Timeout of both functions in seconds. Work ends 35 seconds before it"
  type        = number
  default     = 900
  nullable    = false

  validation {
    condition     = var.lambda_timeout >= 60 && var.lambda_timeout <= 900 && floor(var.lambda_timeout) == var.lambda_timeout
    error_message = "lambda_timeout must be a whole number of seconds from 60 to 900; 900 is Lambda's most."
  }
}

variable "lambda_memory_size" {
  description = "Memory of both functions in MB, where `backup_memory_size` and `restore_memory_size` do not say otherwise; without any of them 512 for the backup and 1769, one whole processor, for the restore"
  type        = number
  default     = null

  validation {
    condition     = var.lambda_memory_size == null || try(var.lambda_memory_size >= 512 && var.lambda_memory_size <= 10240 && floor(var.lambda_memory_size) == var.lambda_memory_size, false)
    error_message = "lambda_memory_size must be a whole number of MB from 512 to 10240."
  }
}

variable "backup_memory_size" {
  description = "Memory of the backup function in MB. 512 are enough, however large the tables are: DynamoDB does the exporting"
  type        = number
  default     = null

  validation {
    condition     = var.backup_memory_size == null || try(var.backup_memory_size >= 512 && var.backup_memory_size <= 10240 && floor(var.backup_memory_size) == var.backup_memory_size, false)
    error_message = "backup_memory_size must be a whole number of MB from 512 to 10240."
  }
}

variable "restore_memory_size" {
  description = "Memory of the restore function in MB. For a restore memory is speed, since Lambda gives processors with it: 1769 MB are one"
  type        = number
  default     = null

  validation {
    condition     = var.restore_memory_size == null || try(var.restore_memory_size >= 512 && var.restore_memory_size <= 10240 && floor(var.restore_memory_size) == var.restore_memory_size, false)
    error_message = "restore_memory_size must be a whole number of MB from 512 to 10240."
  }
}

variable "write_report" {
  description = "`true` writes the report, a page that shows how the backups stand, to `_state/report.html` under the prefix after each backup"
  type        = bool
  default     = false
  nullable    = false
}

variable "snap_start" {
  description = "Lambda SnapStart for both functions. Its gain is not measured; without it a call starts in under a second"
  type        = bool
  default     = false
  nullable    = false
}

variable "backup_function_name" {
  description = "Name of the backup function, to keep that of an earlier deployment; without it `APP-ENVIRONMENT-ddbvault-backup`"
  type        = string
  default     = null

  validation {
    condition     = var.backup_function_name == null || can(regex("^[a-zA-Z0-9-_]{1,64}$", var.backup_function_name))
    error_message = "backup_function_name must be 1 to 64 letters, digits, hyphens and underscores."
  }
}

variable "restore_function_name" {
  description = "Name of the restore function, to keep that of an earlier deployment; without it `APP-ENVIRONMENT-ddbvault-restore`"
  type        = string
  default     = null

  validation {
    condition     = var.restore_function_name == null || can(regex("^[a-zA-Z0-9-_]{1,64}$", var.restore_function_name))
    error_message = "restore_function_name must be 1 to 64 letters, digits, hyphens and underscores."
  }
}

variable "restore_tables" {
  description = "Names of the tables that the restore function may write; without it those of `dynamodb_tables`"
  type        = list(string)
  default     = null

  validation {
    condition     = var.restore_tables == null || try(length(var.restore_tables) > 0, false)
    error_message = "restore_tables is empty, so nothing could be restored. Name the tables that may be written, or leave it out for those of dynamodb_tables."
  }

  validation {
    condition     = var.restore_tables == null || try(alltrue([for name in var.restore_tables : can(regex("^[a-zA-Z0-9_.-]{3,255}$", name))]), false)
    error_message = "restore_tables must hold names of tables, not ARNs: 3 to 255 letters, digits, underscores, hyphens and dots."
  }
}

variable "restore_engine" {
  description = "What the restore's state machine works with: the `function`, which goes through all tables, one call after the other; or a `distributed_map`, which gives each data file to an execution of its own, so that many calls write a table at a time. It is for tables that one function would take days for ([docs/state-machines.md](../../docs/state-machines.md#scaled-out)). Name, input and outputs stay the same"
  type        = string
  default     = "function"
  nullable    = false

  validation {
    condition     = contains(["function", "distributed_map"], var.restore_engine)
    error_message = "restore_engine must be function or distributed_map."
  }
}

variable "log_retention_days" {
  description = "Days for which the functions' logs are kept"
  type        = number
  default     = 90
  nullable    = false

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_days)
    error_message = "log_retention_days must be one of those that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds every role of this module"
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[a-z-]+:iam::([0-9]{12}|aws):policy/.+$", var.permissions_boundary_arn))
    error_message = "permissions_boundary_arn must be a policy's ARN, arn:aws:iam::ACCOUNT:policy/NAME."
  }
}

# The schedule

variable "backup_schedule" {
  description = "When backups start: `cron(...)` or `rate(...)` of EventBridge Scheduler"
  type        = string
  default     = "cron(0 2 * * ? *)"
  nullable    = false

  validation {
    condition     = can(regex("^cron\\(([^ ()]+ ){5}[^ ()]+\\)$", var.backup_schedule)) || can(regex("^rate\\([1-9][0-9]* (minute|hour|day)s?\\)$", var.backup_schedule))
    error_message = "backup_schedule must be cron(...) with six fields, as cron(0 2 * * ? *) for every night at 02:00, or rate(...), as rate(1 day)."
  }
}

variable "backup_schedule_enabled" {
  description = "`false` keeps the schedule and stops it, and there is no alarm on the age of the last backup"
  type        = bool
  default     = true
  nullable    = false
}

variable "schedule_timezone" {
  description = "Time zone of `backup_schedule`, as `Europe/Berlin`. A backup's date is that of UTC all the same"
  type        = string
  default     = "UTC"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z]+([/_+-][A-Za-z0-9]+)*$", var.schedule_timezone))
    error_message = "schedule_timezone must be a name of the tz database, e.g. UTC or Europe/Berlin."
  }
}

variable "schedule_target" {
  description = "What the schedule starts: the `state_machine`, which waits for exports of any length and tries again, or the bare `function`, which Lambda repeats twice and whose lost events go to the dead-letter queue. It is for exports that end within `lambda_timeout`: longer ones are finished by the next call, and the alarm `no-successful-backup` sounds"
  type        = string
  default     = "state_machine"
  nullable    = false

  validation {
    condition     = contains(["state_machine", "function"], var.schedule_target)
    error_message = "schedule_target must be state_machine or function."
  }
}

# The alarms

variable "create_alarms" {
  description = "`false` for no alarms"
  type        = bool
  default     = true
  nullable    = false
}

variable "max_backup_age_hours" {
  description = "The alarm sounds if the last successful backup is older, in hours"
  type        = number
  default     = 26
  nullable    = false

  # CloudWatch looks back seven days at most.
  validation {
    condition     = var.max_backup_age_hours >= 1 && var.max_backup_age_hours <= 168 && floor(var.max_backup_age_hours) == var.max_backup_age_hours
    error_message = "max_backup_age_hours must be a whole number of hours from 1 to 168."
  }
}

variable "create_alarm_topic" {
  description = "`false` for no SNS topic of this module's own; then give `alarm_topic_arns`"
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = !var.create_alarms || var.create_alarm_topic || length(var.alarm_topic_arns) > 0
    error_message = "Nobody would hear the alarms: leave create_alarm_topic true, or give alarm_topic_arns, or set create_alarms to false."
  }
}

variable "alarm_topic_arns" {
  description = "ARNs of further SNS topics that alarms go to"
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]+$", arn))])
    error_message = "alarm_topic_arns must hold ARNs of SNS topics, arn:aws:sns:REGION:ACCOUNT:NAME."
  }
}

variable "alarm_emails" {
  description = "Addresses that the module's own topic writes to, once each has confirmed"
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for address in var.alarm_emails : can(regex("^[^@ ]+@[^@ ]+$", address))])
    error_message = "alarm_emails must hold email addresses."
  }

  validation {
    condition     = length(var.alarm_emails) == 0 || (var.create_alarms && var.create_alarm_topic)
    error_message = "alarm_emails need the module's own topic: leave create_alarms and create_alarm_topic true."
  }
}

variable "create_dashboard" {
  description = "A CloudWatch dashboard of backups and restores"
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags of everything that this module makes"
  type        = map(string)
  default     = {}
  nullable    = false
}
