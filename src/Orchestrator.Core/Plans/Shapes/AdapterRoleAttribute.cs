using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Plans.Shapes;

/// <summary>Says which adapters a part of the plan chooses from.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class AdapterRoleAttribute : Attribute
{
    /// <summary>The adapters of the role.</summary>
    /// <param name="catalog">All adapters of the host.</param>
    /// <returns>Those to choose from.</returns>
    public abstract IEnumerable<IAdapter> In(AdapterCatalog catalog);
}

/// <inheritdoc/>
/// <typeparam name="T">The port.</typeparam>
internal sealed class AdapterRoleAttribute<T> : AdapterRoleAttribute where T : class, IAdapter
{
    /// <inheritdoc/>
    public override IEnumerable<IAdapter> In(AdapterCatalog catalog) => catalog.All<T>();
}
