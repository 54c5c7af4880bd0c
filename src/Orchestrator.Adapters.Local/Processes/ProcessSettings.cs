using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>A workload that is a process on the orchestrator's own machine.</summary>
internal sealed record ProcessSettings
{
    /// <summary>The name of a command that the server's settings allow, or the absolute path of one.</summary>
    [MinLength(1)]
    public required string Command { get; init; }

    /// <summary>Its arguments. Placeholders are expanded; secrets are refused, because everybody on the machine sees arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder it runs in: beneath the one that the server's settings give, which is the default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables for its environment. Values may be secrets (<c>env:</c>, <c>file:</c>) and hold placeholders such as <c>{target:db}</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it serves, for example <c>127.0.0.1:8080</c>.</summary>
    [RegularExpression(@"^\S+:\d{1,5}$")]
    public string? Address { get; init; }

    /// <summary>How to see that it serves.</summary>
    /// <value>By default, that <see cref="Address"/> accepts connections; without an address, that it keeps running.</value>
    public ProcessHealth Health { get; init; } = new();

    /// <summary>How to stop it.</summary>
    public ProcessStop Stop { get; init; } = new();

    /// <summary>
    /// Its identity on this machine: the process carries it in the variable <c>ORCHESTRATOR_PROCESS</c>. A process that
    /// somebody else started with that variable is the workload, too.
    /// </summary>
    /// <value>Made from the workload and the side by default.</value>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    public string? Name { get; init; }

    /// <summary>A file with the process id, by which a process that somebody else started is found. It must run the same command.</summary>
    public string? PidFile { get; init; }

    /// <summary>The TCP port by which a process that somebody else started is found. It must run the same command.</summary>
    [Range(1, 65535)]
    public int? Port { get; init; }
}
