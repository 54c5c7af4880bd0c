using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>The adapters of a host, found by role and kind.</summary>
/// <param name="adapters">All of them. Two of one role and kind are a mistake of the host.</param>
/// <threadsafety>Immutable.</threadsafety>
public sealed class AdapterCatalog(IEnumerable<IAdapter> adapters)
{
    private readonly IReadOnlyList<IAdapter> _adapters = [.. adapters];

    /// <summary>All adapters of a role.</summary>
    /// <typeparam name="T">The port, for example <see cref="IDataAdapter"/>.</typeparam>
    /// <returns>The adapters, by kind.</returns>
    public IEnumerable<T> All<T>() where T : class, IAdapter => _adapters.OfType<T>().OrderBy(adapter => adapter.Kind, StringComparer.Ordinal);

    /// <summary>Finds the adapter for a part of a plan.</summary>
    /// <typeparam name="T">The port.</typeparam>
    /// <param name="spec">The part of the plan.</param>
    /// <returns>The adapter.</returns>
    /// <exception cref="AdapterException">This host has no such adapter. A validated plan never throws this.</exception>
    public T Get<T>(IAdapterSpec spec) where T : class, IAdapter =>
        All<T>().SingleOrDefault(adapter => adapter.Kind == spec.Kind) ?? throw new AdapterException(
            "this host has no such adapter",
            $"kind '{spec.Kind}'",
            $"Use one of: {string.Join(", ", All<T>().Select(adapter => adapter.Kind))}",
            isTransient: false);
}
