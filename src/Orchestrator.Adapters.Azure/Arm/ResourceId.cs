namespace Orchestrator.Adapters.Azure.Arm;

/// <summary>The parts of the id of a resource in a resource group.</summary>
/// <param name="Subscription">The subscription's GUID.</param>
/// <param name="Group">The resource group.</param>
/// <param name="Type">The type with its provider, for example <c>Microsoft.Network/dnsZones/CNAME</c>.</param>
/// <param name="Names">A name for each part of the type behind the provider, outermost first.</param>
internal sealed record ResourceId(string Subscription, string Group, string Type, IReadOnlyList<string> Names)
{
    /// <summary>The resource's own name.</summary>
    public string Name => Names[^1];

    /// <inheritdoc/>
    public override string ToString() => ResourceIds.Of(Subscription, Group, Type, [.. Names]);

    /// <inheritdoc/>
    public bool Equals(ResourceId? other) => other is not null && ResourceIds.AreSame(ToString(), other.ToString());

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());
}
