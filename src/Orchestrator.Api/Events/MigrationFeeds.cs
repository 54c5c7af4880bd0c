using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Core.Migrations;

namespace Orchestrator.Api.Events;

/// <summary>The feeds of the migrations that somebody follows: one each, however many follow it.</summary>
internal sealed class MigrationFeeds(MigrationService migrations, IOptions<ApiOptions> options, TimeProvider time, ILogger<MigrationFeeds> logger)
{
    private readonly Dictionary<string, MigrationFeed> _feeds = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>How many migrations are being followed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _feeds.Count;
        }
    }

    /// <summary>Begins to follow a migration; <see cref="Leave"/> ends it.</summary>
    public MigrationFeed Join(string id)
    {
        lock (_gate)
        {
            if (!_feeds.TryGetValue(id, out var feed))
            {
                feed = new(id, migrations.FindAsync, options.Value.EventPollInterval, time, logger);
                _feeds.Add(id, feed);
                feed.Start();
            }
            feed.Viewers++;
            return feed;
        }
    }

    public MigrationViewer View(MigrationFeed feed, EventStream stream) => new(feed, stream, options.Value, time);

    public void Leave(string id, MigrationFeed feed)
    {
        lock (_gate)
        {
            if (--feed.Viewers > 0)
                return;
            _feeds.Remove(id);
        }
        feed.Dispose();
    }
}
