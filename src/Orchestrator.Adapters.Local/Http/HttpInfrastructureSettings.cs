namespace Orchestrator.Adapters.Local.Http;

/// <summary>Infrastructure that the operator's own endpoints make and remove.</summary>
internal sealed record HttpInfrastructureSettings
{
    /// <summary>Makes what the target needs; does nothing when it exists.</summary>
    public required HttpCall Provision { get; init; }

    /// <summary>Removes what <see cref="Provision"/> made in this migration; 404 and 410 mean that there is nothing.</summary>
    /// <value>None by default: what was made stays.</value>
    public HttpCall? Remove { get; init; }
}
