namespace Orchestrator.Core.Migrations;

/// <summary>The steps that runbooks are written with. Each is an activity of the same name in <c>Activities/</c>.</summary>
public static partial class Steps
{
    /// <summary>Tells stakeholders that changes are frozen.</summary>
    public static readonly Step NotifyStakeholders = new("notify", nameof(NotifyStakeholders), "Tell stakeholders and freeze changes");

    /// <summary>Looks whether the move can work, before any downtime.</summary>
    public static readonly Step CheckReadiness = new("readiness", nameof(CheckReadiness), "Check that source and target are ready");

    /// <summary>Holds user traffic; the downtime begins.</summary>
    public static readonly Step HoldTraffic = new("hold", nameof(HoldTraffic), "Hold user traffic") { Effect = StepEffect.FreezesWrites };

    /// <summary>Undoes <see cref="HoldTraffic"/>.</summary>
    public static readonly Step ReleaseTraffic = new("release", nameof(ReleaseTraffic), "Let users reach the source again") { Effect = StepEffect.GivesWritesBack };

    /// <summary>Stops the source workload to ensure data consistency.</summary>
    public static readonly Step StopSource = new("stop", nameof(StopSource), "Stop the source workload");

    /// <summary>Undoes <see cref="StopSource"/>.</summary>
    public static readonly Step StartSource = new("start-source", nameof(StartSource), "Start the source workload again");

    /// <summary>Creates a complete backup of the workload's data.</summary>
    public static readonly Step BackUpSource = new("backup", nameof(BackUpSource), "Back up the source's data");

    /// <summary>Deploys and configures what the target needs.</summary>
    public static readonly Step ProvisionTarget = new("provision", nameof(ProvisionTarget), "Provision the target");

    /// <summary>Undoes <see cref="ProvisionTarget"/> and with it <see cref="RestoreTarget"/>.</summary>
    public static readonly Step RemoveTarget = new("remove-target", nameof(RemoveTarget), "Remove what was made on the target");

    /// <summary>Transfers the backup to the backup store.</summary>
    public static readonly Step TransferBackup = new("transfer", nameof(TransferBackup), "Transfer the backup");

    /// <summary>Restores the backup on the target.</summary>
    public static readonly Step RestoreTarget = new("restore", nameof(RestoreTarget), "Restore the backup on the target");

    /// <summary>Compares the target's data with the source's.</summary>
    public static readonly Step ValidateTarget = new("validate", nameof(ValidateTarget), "Compare the target's data with the source's");

    /// <summary>Starts the workload on the target.</summary>
    public static readonly Step StartTarget = new("start", nameof(StartTarget), "Start the workload on the target");

    /// <summary>Undoes <see cref="StartTarget"/>.</summary>
    public static readonly Step StopTarget = new("stop-target", nameof(StopTarget), "Stop the workload on the target");

    /// <summary>Runs the plan's checks on the target.</summary>
    public static readonly Step RunChecks = new("check", nameof(RunChecks), "Run the plan's checks on the target");

    /// <summary>Redirects users to the target; the downtime ends.</summary>
    public static readonly Step RedirectTraffic = new("redirect", nameof(RedirectTraffic), "Redirect users to the target") { Effect = StepEffect.SendsUsersToTarget };

    /// <summary>Undoes <see cref="RedirectTraffic"/>: users are held at the source until it runs again.</summary>
    public static readonly Step RedirectTrafficBack = new("redirect-back", nameof(RedirectTrafficBack), "Redirect users to the source") { Effect = StepEffect.HoldsUsersAtSource };

    /// <summary>Confirms that users reach the target.</summary>
    public static readonly Step ConfirmTraffic = new("confirm", nameof(ConfirmTraffic), "Confirm that users reach the target");
}
