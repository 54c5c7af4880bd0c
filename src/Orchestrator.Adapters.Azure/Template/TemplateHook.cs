using System.ComponentModel.DataAnnotations;
using Orchestrator.Adapters.Azure.RunCommand;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>
/// What follows a deployment, because no template can do it: a script that is run in a machine (<c>vm</c> and <c>script</c>),
/// or a command of the host (<c>command</c>).
/// </summary>
internal sealed record TemplateHook
{
    /// <summary>The id of the machine; may be an output of the template: <c>{output:NAME}</c>.</summary>
    [MinLength(1)]
    public string? Vm { get; init; }

    /// <summary>What runs in the machine.</summary>
    /// <value><c>linux</c> by default.</value>
    public GuestOs Os { get; init; }

    /// <summary>The lines of the script. It has to stand being run again. Secrets do not belong there: Azure and the machine keep them.</summary>
    [MinLength(1)]
    public IReadOnlyList<string>? Script { get; init; }

    /// <summary>The name of a command that the host's settings allow. It has to stand being run again.</summary>
    [MinLength(1)]
    public string? Command { get; init; }

    /// <summary>The arguments of the command; <c>{output:NAME}</c> is expanded. Secrets are refused, because everybody on the machine sees arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>How long the command may take; it is ended then.</summary>
    /// <value>10 minutes by default.</value>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The command that takes back what the command did, run before what was deployed is removed.</summary>
    /// <value>None by default: what the command did stays.</value>
    public TemplateHookUndo? Undo { get; init; }

    /// <summary>Whether it is one of the two, and not both.</summary>
    internal bool IsWhole => Command is null ? Vm is not null && Script is not null && Undo is null && Arguments.Count == 0 : Vm is null && Script is null;
}
