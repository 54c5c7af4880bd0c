namespace Orchestrator.Testing.Arm;

/// <summary>What Microsoft's descriptions say about an exchange.</summary>
/// <param name="Exchange">The exchange.</param>
/// <param name="Exemption">Why it was not judged, if it was not.</param>
/// <param name="Problems">What is wrong with it.</param>
public sealed record ArmVerdict(RecordedExchange Exchange, string? Exemption, IReadOnlyList<string> Problems)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Exchange.Method} {Exchange.Target} -> {Exchange.Status}: "
        + (Exemption is null ? string.Join("; ", Problems) : $"not judged, {Exemption}");
}
