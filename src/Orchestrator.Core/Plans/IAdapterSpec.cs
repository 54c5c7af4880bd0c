using System.Text.Json;

namespace Orchestrator.Core.Plans;

/// <summary>A part of a plan that names an adapter by its kind and holds that adapter's own keys beside it.</summary>
public interface IAdapterSpec
{
    /// <summary>The adapter, for example <c>process</c> or <c>postgresql</c>.</summary>
    string Kind { get; }

    /// <summary>The adapter's own keys.</summary>
    IDictionary<string, JsonElement> Settings { get; }
}
