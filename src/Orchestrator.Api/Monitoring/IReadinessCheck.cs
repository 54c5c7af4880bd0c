namespace Orchestrator.Api.Monitoring;

/// <summary>Something that must hold for the server to do its work. A host registers as many as it needs.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public interface IReadinessCheck
{
    /// <summary>Its name, which anybody may read, for example <c>engine</c>.</summary>
    string Name { get; }

    /// <summary>Checks; called at most once a second.</summary>
    /// <param name="cancellation">Cancelled when it takes longer than <see cref="ApiOptions.ReadinessTimeout"/>.</param>
    /// <returns>A task that fails when it does not hold. The error is logged and not shown.</returns>
    Task CheckAsync(CancellationToken cancellation);
}
