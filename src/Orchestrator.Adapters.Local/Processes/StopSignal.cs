namespace Orchestrator.Adapters.Local.Processes;

/// <summary>The signals of POSIX that ask a process to end, with their numbers on Linux.</summary>
internal enum StopSignal
{
    /// <summary>SIGHUP.</summary>
    Hup = 1,

    /// <summary>SIGINT.</summary>
    Int = 2,

    /// <summary>SIGQUIT.</summary>
    Quit = 3,

    /// <summary>SIGTERM.</summary>
    Term = 15,
}
