namespace Orchestrator.Adapters.Azure.RunCommand;

/// <summary>What runs inside of a machine.</summary>
internal enum GuestOs
{
    /// <summary>Linux: scripts are for <c>/bin/sh</c>, as root.</summary>
    Linux,

    /// <summary>Windows: scripts are for PowerShell, as the system.</summary>
    Windows,
}
