using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Core.Durability;

namespace Orchestrator.Core.Plans;

/// <summary>Reads adapters' own keys.</summary>
public static class AdapterSpecExtensions
{
    private static readonly JsonSerializerOptions Strict = new(DurableJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads an adapter's own keys into its settings type.</summary>
    /// <typeparam name="T">The settings type.</typeparam>
    /// <param name="spec">The part of the plan.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="JsonException">A key is unknown, missing or of another type. A validated plan never throws this.</exception>
    public static T ReadSettings<T>(this IAdapterSpec spec) =>
        JsonSerializer.SerializeToElement(spec.Settings, DurableJson.Options).Deserialize<T>(Strict)!;

    /// <summary>Reads the keys under <c>source</c> or <c>target</c> into their settings type.</summary>
    /// <typeparam name="T">The settings type.</typeparam>
    /// <param name="element">The keys.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="JsonException">A key is unknown, missing or of another type. A validated plan never throws this.</exception>
    public static T ReadSettings<T>(this JsonElement element) => element.Deserialize<T>(Strict)!;
}
