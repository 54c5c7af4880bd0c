using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.AzCopy;

/// <summary>The keys of a data component of kind <c>azCopy</c> beside its source and target.</summary>
internal sealed record AzCopySettings
{
    /// <summary>The name under which the server's settings allow azcopy, or its absolute path.</summary>
    /// <value><c>azcopy</c> by default.</value>
    [MinLength(1)]
    public string Command { get; init; } = "azcopy";

    /// <summary>How azcopy signs in. Signatures are never used: they would stand on the command line.</summary>
    /// <value><c>msi</c> by default.</value>
    public AzCopyLogin Login { get; init; } = AzCopyLogin.Msi;

    /// <summary>How many files are hashed, and read back, at once.</summary>
    /// <value>8 by default; 1 to 64.</value>
    [Range(1, 64)]
    public int Parallelism { get; init; } = 8;

    /// <summary>How long azcopy may run; it is ended then, and the next run resumes its job.</summary>
    /// <value>7 days by default.</value>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Whether links are left out. They are refused otherwise.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool SkipLinks { get; init; }
}
