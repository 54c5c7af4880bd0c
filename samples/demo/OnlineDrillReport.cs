namespace Orchestrator.Demo;

/// <summary>What an online drill found.</summary>
/// <param name="Kills">How often something was killed.</param>
/// <param name="KilledIn">What was killed in which phase, and how often.</param>
/// <param name="Ends">How the migrations ended, and how often.</param>
/// <param name="Acknowledged">Acknowledged writes.</param>
/// <param name="Lost">Acknowledged writes that are missing.</param>
/// <param name="Deviations">Invariants that did not hold.</param>
internal sealed record OnlineDrillReport(
    int Kills, IReadOnlyDictionary<string, int> KilledIn, IReadOnlyDictionary<string, int> Ends, int Acknowledged, int Lost, IReadOnlyList<string> Deviations)
{
    /// <summary>Whether nothing was lost and every invariant held.</summary>
    public bool IsGood => Lost == 0 && Deviations.Count == 0;

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n',
    [
        $"{Kills} kills; ended {string.Join(", ", Ends.Select(end => $"{end.Key} {end.Value} times"))}; {Acknowledged} acknowledged writes, {Lost} lost; {Deviations.Count} deviations",
        .. KilledIn.OrderByDescending(place => place.Value).ThenBy(place => place.Key, StringComparer.Ordinal).Select(place => $"  {place.Value,3} x {place.Key}"),
        .. Deviations.Select(deviation => $"  {deviation}"),
    ]);
}
