namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>Whether anybody can change or delete a stored backup before its retention ends.</summary>
internal enum BackupImmutability
{
    /// <summary>Whoever may write may delete.</summary>
    None,

    /// <summary>Nobody, until somebody with the right to it shortens or removes the policy.</summary>
    Unlocked,

    /// <summary>Nobody at all. It can be made longer and never shorter.</summary>
    Locked,
}
