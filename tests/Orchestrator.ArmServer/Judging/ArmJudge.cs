namespace Orchestrator.Testing.Arm;

/// <summary>
/// Judges what tests and the server said to each other by Microsoft's published descriptions. The validator is started with
/// the first question and serves until this object ends: make it the fixture of a collection.
/// </summary>
public sealed class ArmJudge : IDisposable
{
    // Reading all descriptions takes 4 s alone on a machine; installing the validator first takes longer.
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan QuestionBound = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string? _folder;
    private readonly IReadOnlyList<string> _patterns;
    private OavProcess? _oav;

    /// <summary>A judge by Microsoft's descriptions.</summary>
    public ArmJudge()
        : this(ArmDescriptions.Folder(), ArmDescriptions.Patterns)
    {
    }

    internal ArmJudge(string? folder, IReadOnlyList<string> patterns) => (_folder, _patterns) = (folder, patterns);

    /// <summary>Why nothing can be judged here, with what to do about it; nothing when it can.</summary>
    public static string? SkipReason => ArmDescriptions.Folder() is null ? ArmDescriptions.Missing : null;

    /// <summary>Judges exchanges.</summary>
    /// <param name="exchanges">Which.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A verdict on each; all are exempt when <see cref="SkipReason"/> says why.</returns>
    public async Task<IReadOnlyList<ArmVerdict>> JudgeAsync(IEnumerable<RecordedExchange> exchanges, CancellationToken cancellation = default)
    {
        var verdicts = new List<ArmVerdict>();
        await _turn.WaitAsync(cancellation);
        try
        {
            foreach (var exchange in exchanges)
                verdicts.Add(Exemptions.Of(exchange) is { } reason ? new ArmVerdict(exchange, reason, []) : await JudgeAsync(exchange, cancellation));
        }
        finally
        {
            _turn.Release();
        }

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
        if (_folder is null)
            Console.WriteLine(ArmDescriptions.Missing);
        return verdicts.Count(verdict => verdict.Exemption is null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _oav?.Dispose();
        _turn.Dispose();
    }

    private async Task<ArmVerdict> JudgeAsync(RecordedExchange exchange, CancellationToken cancellation)
    {
        if (_folder is null)
            return new ArmVerdict(exchange, ArmDescriptions.Missing, []);
        _oav ??= await BoundAsync(StartBound, bound => OavProcess.StartAsync(_folder, _patterns, bound), cancellation);
        return new ArmVerdict(exchange, null, await BoundAsync(QuestionBound, bound => _oav.JudgeAsync(exchange, bound), cancellation));
    }

    private static async Task<T> BoundAsync<T>(TimeSpan patience, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(patience);
        try
        {
            return await work(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The validator did not answer within {patience}.");
        }
    }
}
