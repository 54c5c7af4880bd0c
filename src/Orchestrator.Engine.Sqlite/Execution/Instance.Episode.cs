using Orchestrator.Core.Durability;
using Orchestrator.Engine.Sqlite.Storage;

namespace Orchestrator.Engine.Sqlite.Execution;

/// <summary>One episode: taking messages in and collecting what the code does about them.</summary>
internal sealed partial class Instance
{
    /// <returns>What is to be stored; <see langword="null"/> when nothing is.</returns>
    private Episode? Prepare(List<Message> messages)
    {
        var wasLive = _row is not null;
        List<Message> batch = [.. Load(), .. messages.Where(message => !wasLive || !IsLoadedAlready(message))];
        if (!wasLive)
            batch = [.. batch.DistinctBy(message => message.Seq > 0 ? message.Seq : -message.TaskRow)];
        if (_row is null)
            return null;
        var episode = new Episode(runtime, this, _row);
        Take(episode, new LinkedList<Message>(batch));
        if (_stuck is null && IsOffItsThread(episode))
            _stuck = new NonDurableWaitException(_row.InstanceId);
        return _stuck is null ? Finish(episode, batch) : HoldAll(batch);
    }

    private bool IsOffItsThread(Episode episode) =>
        !episode.IsFinished && _run is not null && (_run.HasLeftItsThread || _run.AwaitsSomethingElse);

    private Episode? Finish(Episode episode, List<Message> batch)
    {
        if (batch.Count == 0 && _row!.Failure is null)
            return null;
        if (_run is { StatusChanged: true } run)
        {
            episode.Row = episode.Row with { CustomStatusJson = run.StatusJson };
            run.StatusChanged = false;
        }
        if (!episode.IsFinished)
            episode.Row = episode.Row with { Failure = null };
        return episode;
    }

    private void Take(Episode episode, LinkedList<Message> queue)
    {
        while (_stuck is null && queue.First is { } first)
        {
            queue.RemoveFirst();
            Take(episode, first.Value, queue);
        }
    }

    private void Take(Episode episode, Message message, LinkedList<Message> queue)
    {
        var isForThisRun = message.Run == Message.AnyRun || message.Run == episode.Row.Run;
        if (episode.IsFinished || !isForThisRun)
            Consume(episode, message);
        else if (message.Event.Kind == EventKind.ExecutionTerminated)
            Terminate(episode, message);
        else if (message.Event.Kind == EventKind.ExecutionSuspended)
            Record(episode, message, OrchestrationState.Suspended);
        else if (message.Event.Kind == EventKind.ExecutionResumed)
            Resume(episode, message, queue);
        else if (message.Event.Kind == EventKind.ExecutionStarted && _run is not null)
            Consume(episode, message);
        else if (episode.Row.State == OrchestrationState.Suspended || (_run is null && message.Event.Kind != EventKind.ExecutionStarted))
            Hold(episode, message);
        else
            RunCode(episode, message, queue);
    }

    private void RunCode(Episode episode, Message message, LinkedList<Message> queue)
    {
        var happened = message.Event with { At = Now(episode) };
        try
        {
            if (happened.Kind == EventKind.ExecutionStarted)
                Begin(episode, queue);
            if (_run!.Apply(happened, isReplay: false))
                episode.History.Add(happened);
        }
        catch (UnknownOrchestrationException error)
        {
            _stuck = error;
            return;
        }
        Consume(episode, message);
        Collect(episode);
        if (_run.Outcome is { } outcome)
            Conclude(episode, outcome, queue);
    }

    private void Begin(Episode episode, LinkedList<Message> queue)
    {
        _run = NewRun(episode.Row);
        episode.Row = episode.Row with { State = OrchestrationState.Running };
        Release(queue);
    }

    private void Collect(Episode episode)
    {
        while (_run!.TryTakeAction(out var action))
        {
            episode.History.Add(action);
            Route(episode, action);
        }
        foreach (var taskId in _run.TakeCancelledTimers())
        {
            if (episode.Timers.RemoveAll(timer => timer.Event.TaskId == taskId) == 0)
                episode.CancelledTimers.Add(taskId);
        }
    }

    private static void Route(Episode episode, HistoryEvent action)
    {
        var row = episode.Row;
        if (action.Kind == EventKind.TaskScheduled)
            episode.Tasks.Add(new(row.Key, row.InstanceId, row.Run, action.TaskId, action.Name!) { InputJson = action.PayloadJson });
        else if (action.Kind == EventKind.TimerCreated)
            episode.Timers.Add(new(new(EventKind.TimerFired) { TaskId = action.TaskId, FireAt = action.FireAt }) { Run = row.Run, VisibleAt = action.FireAt });
        else if (action.Kind == EventKind.SubOrchestrationInstanceCreated)
            episode.Children.Add(action);
        else
            episode.Sent.Add(action);
    }

    private void Conclude(Episode episode, RunOutcome outcome, LinkedList<Message> queue)
    {
        DropPending(episode);
        if (outcome.Next is { } next)
        {
            StartAgain(episode, next, queue);
            return;
        }
        episode.History.Add(new(EventKind.ExecutionCompleted) { At = Now(episode), PayloadJson = outcome.OutputJson, Failure = outcome.Failure });
        episode.Row = episode.Row with
        {
            State = outcome.Failure is null ? OrchestrationState.Completed : OrchestrationState.Failed,
            OutputJson = outcome.OutputJson,
            Failure = outcome.Failure,
        };
    }

    // The next run begins in the same commit; the events that nobody took come right after its start.
    private void StartAgain(Episode episode, NextRun next, LinkedList<Message> queue)
    {
        foreach (var (name, payloadJson) in next.KeepEvents ? _run!.UntakenEvents.Reverse() : [])
            queue.AddFirst(new Message(new(EventKind.EventRaised) { Name = name, PayloadJson = payloadJson }));
        queue.AddFirst(new Message(new(EventKind.ExecutionStarted) { Name = episode.Row.Name }));
        if (_run!.StatusChanged)
            episode.Row = episode.Row with { CustomStatusJson = _run.StatusJson };
        _run = null;
        episode.History.Clear();
        episode.StartsNewRun = true;
        episode.Row = episode.Row with { Run = episode.Row.Run + 1, InputJson = next.InputJson };
    }

    private static void DropPending(Episode episode)
    {
        episode.Tasks.Clear();
        episode.Timers.Clear();
    }

    private void Terminate(Episode episode, Message message)
    {
        DropPending(episode);
        episode.TerminatesChildren = message.Event.TaskId == Recursive;
        Record(episode, message, OrchestrationState.Terminated);
        episode.Row = episode.Row with { OutputJson = message.Event.PayloadJson, Failure = null };
    }

    private void Resume(Episode episode, Message message, LinkedList<Message> queue)
    {
        var resumed = _run is null ? OrchestrationState.Pending : OrchestrationState.Running;
        Record(episode, message, episode.Row.State == OrchestrationState.Suspended ? resumed : episode.Row.State);
        Release(queue);
    }

    private void Record(Episode episode, Message message, OrchestrationState state)
    {
        var now = Now(episode);
        episode.History.Add(message.Event with { At = now, TaskId = -1 });
        episode.Row = episode.Row with { State = state };
        Consume(episode, message);
    }

    private DateTimeOffset Now(Episode episode)
    {
        var now = runtime.Time.GetUtcNow();
        if (now > episode.Row.UpdatedAt)
            episode.Row = episode.Row with { UpdatedAt = now };
        return episode.Row.UpdatedAt;
    }
}
