namespace Orchestrator.Core.Ports;

/// <summary>
/// The settings types of an adapter. Public properties are keys (camelCase); <c>required</c>, defaults, nullability
/// and the attributes of System.ComponentModel.DataAnnotations say what is valid.
/// </summary>
/// <param name="Own">The keys beside <c>kind</c>; <see langword="null"/> when there are none.</param>
/// <param name="Source">The keys under <c>source</c>, for data components.</param>
/// <param name="Target">The keys under <c>target</c>, for data components.</param>
public sealed record AdapterSettings(Type? Own, Type? Source = null, Type? Target = null);
