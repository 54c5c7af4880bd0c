namespace Orchestrator.Core.Migrations;

/// <content>The steps of online migrations and of their way back.</content>
public static partial class Steps
{
    /// <summary>Sets the sync from the source to the target up: from here on no change is missed.</summary>
    public static readonly Step ConfigureSync = new("configure-sync", nameof(ConfigureSync), "Configure the sync from source to target");

    /// <summary>Undoes <see cref="ConfigureSync"/> on both sides.</summary>
    public static readonly Step RemoveSync = new("remove-sync", nameof(RemoveSync), "Remove the sync from both sides");

    /// <summary>Copies everything once; the changes since then follow.</summary>
    public static readonly Step CopyBaseline = new("baseline", nameof(CopyBaseline), "Copy all data once");

    /// <summary>Starts the workload on the target before the freeze, where it can read and not write.</summary>
    public static readonly Step WarmTarget = new("warm", nameof(WarmTarget), "Start the target workload, which can only read");

    /// <summary>Keeps the target in step until a cutover may begin: a child orchestration and not an activity.</summary>
    public static readonly Step MaintainSync = new("sync", Migrations.MaintainSync.Name, "Keep the target in step and verify it");

    /// <summary>Does ahead of the freeze what can be done ahead.</summary>
    public static readonly Step PrepareFreeze = new("prepare-freeze", nameof(PrepareFreeze), "Bring the target as near as possible before the freeze");

    /// <summary>Blocks new writes to the source.</summary>
    public static readonly Step FreezeSource = new("freeze", nameof(FreezeSource), "Freeze writes to the source");

    /// <summary>Undoes <see cref="FreezeSource"/>: gives writes back to the source.</summary>
    public static readonly Step ThawSource = new("thaw", nameof(ThawSource), "Give writes back to the source");

    /// <summary>Proves from outside that nothing can be written.</summary>
    public static readonly Step ProveFreeze = new("prove-freeze", nameof(ProveFreeze), "Prove that the source refuses writes");

    /// <summary>Brings the target to the position at which the source is frozen.</summary>
    public static readonly Step FinishSync = new("final-sync", nameof(FinishSync), "Let the last changes reach the target");

    /// <summary>Compares what changed since it was last proven equal.</summary>
    public static readonly Step ValidateChanges = new("validate-changes", nameof(ValidateChanges), "Compare what changed since it was last proven equal");

    /// <summary>Lets the source follow the target from here on.</summary>
    public static readonly Step ArmReverseSync = new("arm-reverse", nameof(ArmReverseSync), "Arm the sync from target to source");

    /// <summary>Undoes <see cref="ArmReverseSync"/>.</summary>
    public static readonly Step DisarmReverseSync = new("disarm-reverse", nameof(DisarmReverseSync), "Remove the sync from target to source");

    /// <summary>Lets clients write to the target.</summary>
    public static readonly Step OpenTarget = new("open", nameof(OpenTarget), "Open the target for writes") { Effect = StepEffect.OpensTarget };

    /// <summary>Undoes <see cref="OpenTarget"/>, and begins the way back.</summary>
    public static readonly Step FreezeTarget = new("freeze-target", nameof(FreezeTarget), "Freeze writes to the target");

    /// <summary>Stops what is not needed at the source any more; its data stays frozen.</summary>
    public static readonly Step RetireSource = new("retire-source", nameof(RetireSource), "Stop the source workload and end the sync to the target") { HoldsOnFailure = true };

    /// <summary>On the way back: starts the source workload before the freeze, where it can read and not write.</summary>
    public static readonly Step WarmSource = new("warm-source", nameof(WarmSource), "Start the source workload, which can only read");

    /// <summary>On the way back: does ahead of the freeze what can be done ahead.</summary>
    public static readonly Step PrepareWayBack = new("prepare-way-back", nameof(PrepareWayBack), "Bring the source as near as possible before the freeze");

    /// <summary>On the way back: holds users at the target.</summary>
    public static readonly Step HoldTarget = new("hold-target", nameof(HoldTarget), "Hold user traffic at the target") { Effect = StepEffect.FreezesWrites };

    /// <summary>Undoes <see cref="HoldTarget"/>.</summary>
    public static readonly Step ReleaseTarget = new("release-target", nameof(ReleaseTarget), "Let users reach the target again") { Effect = StepEffect.GivesWritesBack };

    /// <summary>On the way back: proves from outside that nothing can be written to the target.</summary>
    public static readonly Step ProveTargetFreeze = new("prove-target-freeze", nameof(ProveTargetFreeze), "Prove that the target refuses writes");

    /// <summary>On the way back: brings the source to the position at which the target is frozen.</summary>
    public static readonly Step DrainReverseSync = new("drain-reverse", nameof(DrainReverseSync), "Let the last changes reach the source");

    /// <summary>On the way back: compares what changed since it was last proven equal.</summary>
    public static readonly Step ValidateSource = new("validate-source", nameof(ValidateSource), "Compare what changed on the target with the source");
}
