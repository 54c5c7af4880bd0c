using System.Diagnostics.CodeAnalysis;
using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>
/// One run of an orchestration, alive in memory. Takes events in, one by one, and collects the actions that the code
/// asks for. Events may be history, to bring it to where it was, or new.
/// </summary>
internal sealed partial class OrchestrationRun
{
    private readonly RunFacts _facts;
    private readonly Func<IOrchestrationContext, Task<object?>> _body;
    private readonly EpisodeThread _thread;
    private readonly Dictionary<int, (string Name, IOpenTask Task)> _open = [];
    private readonly Queue<HistoryEvent> _actions = [];
    private readonly List<int> _cancelledTimers = [];
    private readonly EventBuffer _events = new();
    private Task<object?>? _main;
    private NextRun? _next;

    public OrchestrationRun(RunFacts facts, Func<IOrchestrationContext, Task<object?>> body, Action onForeign)
    {
        _facts = facts;
        _body = body;
        _thread = new(() =>
        {
            HasLeftItsThread = true;
            onForeign();
        });
    }

    /// <summary>How the run ended; <see langword="null"/> while it goes on.</summary>
    public RunOutcome? Outcome { get; private set; }

    /// <summary>The custom status, when the code has set one since <see cref="StatusChanged"/> was last cleared.</summary>
    public string? StatusJson { get; private set; }

    public bool StatusChanged { get; set; }

    public bool HasLeftItsThread { get; private set; }

    /// <summary>Whether the code awaits something that this run cannot complete.</summary>
    public bool AwaitsSomethingElse => Outcome is null && _open.Count == 0 && !_events.HasWaiters;

    public IReadOnlyList<(string Name, string? PayloadJson)> UntakenEvents => _events.Untaken;

    /// <summary>Takes an event in and runs the code as far as it goes.</summary>
    /// <returns>False when nothing waits for the event, such as a second answer to one call: then it is not part of the history.</returns>
    public bool Apply(HistoryEvent happened, bool isReplay)
    {
        if (Outcome is not null || (Answers(happened.Kind) && !_open.ContainsKey(happened.TaskId)))
            return false;
        IsReplaying = isReplay;
        CurrentUtc = happened.At > CurrentUtc ? happened.At : CurrentUtc;
        _thread.Run(() => Dispatch(happened));
        Conclude();
        return true;
    }

    /// <summary>The next action that the code asked for and nobody has taken.</summary>
    public bool TryTakeAction([NotNullWhen(true)] out HistoryEvent? action) => _actions.TryDequeue(out action);

    /// <summary>The timers that the code cancelled since the last call, by sequence id.</summary>
    public List<int> TakeCancelledTimers()
    {
        List<int> taken = [.. _cancelledTimers];
        _cancelledTimers.Clear();
        return taken;
    }

    private static bool Answers(EventKind kind) => kind is
        EventKind.TaskCompleted or EventKind.TaskFailed or EventKind.TimerFired or
        EventKind.SubOrchestrationInstanceCompleted or EventKind.SubOrchestrationInstanceFailed;

    private void Dispatch(HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.ExecutionStarted:
                _main = _body(this);
                break;
            case EventKind.EventRaised:
                _events.Raise(happened.Name!, happened.PayloadJson);
                break;
            default:
                _open.Remove(happened.TaskId, out var answered);
                Answer(answered.Name, answered.Task, happened);
                break;
        }
    }

    private static void Answer(string name, IOpenTask task, HistoryEvent answer)
    {
        if (answer.Failure is { } failure)
            task.Fail(new TaskFailedException(name, failure));
        else
            task.Complete(answer.PayloadJson);
    }

    private void Conclude()
    {
        if (_main is not { IsCompleted: true } || Outcome is not null)
            return;
        if (!_main.IsCompletedSuccessfully)
            Outcome = new() { Failure = FailureDetails.From(_main.Exception?.InnerException ?? new TaskCanceledException(_main)) };
        else if (_next is not null)
            Outcome = new() { Next = _next };
        else
            Outcome = WriteOutput(_main.Result);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A result that cannot be serialized is a failure of the orchestration.")]
    private static RunOutcome WriteOutput(object? output)
    {
        try
        {
            return new() { OutputJson = DurableJson.Write(output) };
        }
        catch (Exception error)
        {
            return new() { Failure = FailureDetails.From(error) };
        }
    }
}
