using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Local.Commands;

/// <summary>A program and how a plan wants it run.</summary>
internal sealed record CommandCall
{
    /// <summary>The name of a command that the server's settings allow, or the absolute path of one.</summary>
    [MinLength(1)]
    public required string Command { get; init; }

    /// <summary>Its arguments. <c>{source}</c>, <c>{target}</c> and the like are expanded; secrets are refused, because everybody on the machine sees arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder it runs in: beneath the one that the server's settings give, which is the default.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables for its environment. Values may be secrets (<c>env:</c>, <c>file:</c>) and hold placeholders such as <c>{target:db}</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it may take; it is ended then.</summary>
    /// <value>10 minutes by default.</value>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);
}
