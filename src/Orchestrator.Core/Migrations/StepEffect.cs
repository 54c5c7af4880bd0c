namespace Orchestrator.Core.Migrations;

/// <summary>What a step does to users.</summary>
public enum StepEffect
{
    /// <summary>Nothing that they notice.</summary>
    None,

    /// <summary>From its beginning they cannot write.</summary>
    FreezesWrites,

    /// <summary>From its end they can write where they are.</summary>
    GivesWritesBack,

    /// <summary>From its end they are at the target and can write.</summary>
    SendsUsersToTarget,

    /// <summary>From its beginning they cannot write; from its end they are held at the source.</summary>
    HoldsUsersAtSource,

    /// <summary>From its beginning something may be written to the target: from here on writes are not simply given back to the source.</summary>
    OpensTarget,
}
