namespace Orchestrator.Testing.Arm;

/// <summary>Judges what tests and the server said to each other by Microsoft's published descriptions.</summary>
public sealed class ArmJudge
{
    // One validator for all tests of a process, as reading the descriptions costs seconds of two cores. It ends with the process, which holds its input.
    private static readonly Validator? Shared = ArmDescriptions.Folder() is { } folder ? new(folder, ArmDescriptions.Patterns) : null;

    private readonly Validator? _validator;

    /// <summary>A judge by Microsoft's descriptions.</summary>
    public ArmJudge()
        : this(Shared)
    {
    }

    internal ArmJudge(Validator? validator) => _validator = validator;

    /// <summary>Why nothing can be judged here, with what to do about it; nothing when it can.</summary>
    public static string? SkipReason => Shared is null ? ArmDescriptions.Missing : null;

    /// <summary>Judges exchanges.</summary>
    /// <param name="exchanges">Which.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A verdict on each; all are exempt when <see cref="SkipReason"/> says why.</returns>
    public async Task<IReadOnlyList<ArmVerdict>> JudgeAsync(IEnumerable<RecordedExchange> exchanges, CancellationToken cancellation = default)
    {
        var verdicts = new List<ArmVerdict>();
        foreach (var exchange in exchanges)
            verdicts.Add(Exemptions.Of(exchange) is { } reason ? new ArmVerdict(exchange, reason, []) : await JudgeAsync(exchange, cancellation));
        return verdicts;
    }

    /// <summary>Throws when anything that was recorded is wrong, with everything that is.</summary>
    /// <param name="recorder">What was recorded.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many exchanges were judged right.</returns>
    public async Task<int> AssertRightAsync(Recorder recorder, CancellationToken cancellation = default)
    {
        var verdicts = await JudgeAsync(recorder.Exchanges, cancellation);
        var wrong = verdicts.Where(verdict => verdict.Problems.Count > 0).ToList();
        if (wrong.Count > 0)
            throw new InvalidOperationException($"{wrong.Count} exchanges are not as Microsoft describes them:\n{string.Join('\n', wrong)}");
        if (_validator is null)
            Console.WriteLine(ArmDescriptions.Missing);
        return verdicts.Count(verdict => verdict.Exemption is null);
    }

    private async Task<ArmVerdict> JudgeAsync(RecordedExchange exchange, CancellationToken cancellation) => _validator is null
        ? new ArmVerdict(exchange, ArmDescriptions.Missing, [])
        : new ArmVerdict(exchange, null, await _validator.JudgeAsync(exchange, cancellation));
}
