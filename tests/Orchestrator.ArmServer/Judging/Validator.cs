using System.Collections.Concurrent;

namespace Orchestrator.Testing.Arm;

/// <summary>Starts the validator with the first question, asks one at a time, and remembers the answers.</summary>
/// <param name="descriptions">The folder of the descriptions.</param>
/// <param name="patterns">Which of them.</param>
internal sealed class Validator(string descriptions, IReadOnlyList<string> patterns) : IDisposable
{
    // Reading all descriptions takes 4 s alone on a machine; installing the validator first takes longer.
    private static readonly TimeSpan StartBound = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan QuestionBound = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _answers = new(StringComparer.Ordinal);
    private OavProcess? _oav;

    /// <summary>What is wrong with an exchange.</summary>
    public async Task<IReadOnlyList<string>> JudgeAsync(RecordedExchange exchange, CancellationToken cancellation)
    {
        var question = Question.Of(exchange);
        if (_answers.TryGetValue(question.Form, out var known))
            return known;
        await _turn.WaitAsync(cancellation);
        try
        {
            return _answers[question.Form] = await AskAsync(question, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _oav?.Dispose();
        _turn.Dispose();
    }

    private async Task<IReadOnlyList<string>> AskAsync(Question question, CancellationToken cancellation)
    {
        _oav ??= await BoundAsync(StartBound, bound => OavProcess.StartAsync(descriptions, patterns, bound), cancellation);
        return await BoundAsync(QuestionBound, bound => _oav.JudgeAsync(question.Text, bound), cancellation);
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
