using Orchestrator.Core.Activities;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>The source that follows the target while the way back is open.</summary>
/// <param name="watch">Maintains the sync.</param>
/// <param name="tryWayBack">Brings everything to the source; tells why not, when users are at the target again.</param>
internal sealed class ReverseSync(SyncWatch watch, Func<Task<string?>> tryWayBack)
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromDays(1);
    private DateTimeOffset _nextCheck = DateTimeOffset.MinValue;
    private string? _known;

    /// <summary>Completes when there is something new about the sync.</summary>
    public Task News => watch.News;

    /// <summary>When the next thorough check is due.</summary>
    public DateTimeOffset NextCheck => _nextCheck;

    /// <summary>Finds out whether going back loses nothing, and goes on watching: daily, and whenever the sync has news.</summary>
    public async Task<WayBackStatus> CheckAsync(IOrchestrationContext context, MigrationInput input)
    {
        var news = await StopAsync();
        if (news is null || context.CurrentUtc >= _nextCheck)
        {
            _nextCheck = context.CurrentUtc + CheckEvery;
            var status = await TryCheckAsync(context, input);
            watch.Start(SyncDirection.Reverse, _known);
            return status;
        }

        _known = news.Signature;
        watch.Start(SyncDirection.Reverse, _known);
        return CheckWayBack.Of(news);
    }

    /// <summary>Stops watching.</summary>
    public async Task<SyncReport?> StopAsync()
    {
        try
        {
            return await watch.StopAsync();
        }
        catch (TaskFailedException)
        {
            return null; // the thorough check finds out why, and says so
        }
    }

    /// <summary>Brings everything to the source.</summary>
    /// <returns>Why not, when users are at the target again; <see langword="null"/> when the source may take over.</returns>
    public async Task<string?> TryGoBackAsync()
    {
        await StopAsync();
        _nextCheck = DateTimeOffset.MinValue;
        return await tryWayBack();
    }

    private static async Task<WayBackStatus> TryCheckAsync(IOrchestrationContext context, MigrationInput input)
    {
        try
        {
            return await context.CallActivityAsync<WayBackStatus>(nameof(CheckWayBack), input, input.StepRetry);
        }
        catch (TaskFailedException error)
        {
            return new(IsOpen: false, error.Failure.Message, context.CurrentUtc);
        }
    }
}
