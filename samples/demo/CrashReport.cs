namespace Orchestrator.Demo;

/// <summary>What a crash drill found.</summary>
/// <param name="Kills">How often the server was killed.</param>
/// <param name="Migrations">How many migrations that took, the undisturbed one not counted.</param>
/// <param name="KilledIn">In which step it was killed how often.</param>
/// <param name="Acknowledged">How many writes of clients were acknowledged meanwhile.</param>
/// <param name="Lost">How many of these were missing at the target.</param>
/// <param name="Deviations">What differed from the undisturbed run; nothing when all is well.</param>
internal sealed record CrashReport(
    int Kills, int Migrations, IReadOnlyDictionary<string, int> KilledIn, int Acknowledged, int Lost, IReadOnlyList<string> Deviations)
{
    /// <summary>Whether every migration ended as an undisturbed one and no acknowledged write was lost.</summary>
    public bool IsAsUndisturbed => Deviations.Count == 0 && Lost == 0;

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n',
    [
        $"{Kills} kills in {Migrations} migrations there and back; {Acknowledged:N0} acknowledged writes, {Lost} lost; {Deviations.Count} deviations from the undisturbed run",
        .. KilledIn.OrderByDescending(step => step.Value).Select(step => $"  {step.Key,-44} {step.Value,4}  {new string('#', step.Value)}"),
        .. Deviations.Select(deviation => $"  DEVIATION {deviation}"),
    ]);
}
