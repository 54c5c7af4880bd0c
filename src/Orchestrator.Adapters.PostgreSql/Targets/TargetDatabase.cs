using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Targets;

/// <summary>The target database: made or taken over once, marked as ours, removed or emptied by whoever made or took it.</summary>
/// <param name="endpoint">The database.</param>
/// <param name="maintenance">A database that exists on the same server.</param>
/// <param name="job">The name of the migration's work on this component; see <see cref="JobName"/>.</param>
/// <param name="owner">What the marker says.</param>
internal sealed class TargetDatabase(Endpoint endpoint, Endpoint maintenance, string job, string owner)
{
    private string Name => SqlText.Identifier(endpoint.Database);

    /// <summary>A database that is being made has this name until it is marked, so that no unmarked one of the real name is ever ours.</summary>
    private string DraftName => SqlText.Identifier(Draft);

    private string Draft => $"{job}_new";

    /// <summary>The database's traits, or <see langword="null"/> when it does not exist.</summary>
    public async Task<DatabaseTraits?> FindAsync(CancellationToken cancellation)
    {
        await using var session = await maintenance.OpenAsync(job, cancellation);
        return await DatabaseTraits.FindAsync(session, endpoint.Database, cancellation);
    }

    /// <summary>Makes the database, or takes it over when it is empty.</summary>
    /// <exception cref="AdapterException">It is not empty and not ours, or cannot be made.</exception>
    public async Task PrepareAsync(DatabaseTraits like, CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is not { } found)
            await MakeAsync(like, cancellation);
        else if (MarkerOf(found) is null)
            await TakeOverAsync(found, like, cancellation);
    }

    /// <summary>Brings the database back to empty, whatever a killed restore left in it; does nothing when it is empty.</summary>
    /// <exception cref="AdapterException">It was not prepared by this migration.</exception>
    public async Task ResetAsync(CancellationToken cancellation)
    {
        var found = await FindAsync(cancellation) ?? await FinishRemakingAsync(cancellation);
        if (found is null || MarkerOf(found) is not { } marker)
            throw new AdapterException("was not prepared by this migration", endpoint.Subject, "Run the step that prepares the target first", isTransient: false);
        if (await IsUntouchedAsync(marker, cancellation))
            return;
        if (!marker.IsMade)
            await EmptyAsync(marker, cancellation);
        else
            await RemakeAsync(found with { Comment = marker.Comment }, cancellation);
    }

    /// <summary>Removes the database if this migration made it, empties it if this migration took it over, and leaves any other alone.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        await using (var session = await maintenance.OpenAsync(job, cancellation))
            await DropAsync(session, DraftName, cancellation);
        if (await FindAsync(cancellation) is not { } found || MarkerOf(found) is not { } marker)
            return;
        if (marker.IsMade)
        {
            await using var session = await maintenance.OpenAsync(job, cancellation);
            await DropAsync(session, Name, cancellation);
            return;
        }

        await EmptyAsync(marker, cancellation);
        await CommentAsync(Name, marker.Comment, cancellation);
    }

    /// <summary>Why the database cannot be taken, or <see langword="null"/>.</summary>
    public async Task<AdapterException?> FindObstacleAsync(DatabaseTraits found, DatabaseTraits like, CancellationToken cancellation)
    {
        if (MarkerOf(found) is not null)
            return null;
        if (TargetMarker.Read(found.Comment) is { } other)
            return Refused($"belongs to migration {other.Migration}", "Remove the target of that migration, or name another database");
        await using var session = await endpoint.OpenAsync(job, cancellation);
        if (await TargetContents.ListAsync(session, cancellation) is { Count: > 0 } contents)
            return Refused($"is not empty: it holds {string.Join(", ", contents)}", $"Name another database, or drop this one: DROP DATABASE {Name}");
        return found.Encoding == like.Encoding
            ? null
            : Refused($"has the encoding {found.Encoding} and the source {like.Encoding}", $"Drop the empty database, and it will be made like the source: DROP DATABASE {Name}");
    }

    private TargetMarker? MarkerOf(DatabaseTraits found) =>
        TargetMarker.Read(found.Comment) is { } marker && marker.Migration == owner ? marker : null;

    private AdapterException Refused(string problem, string remedy) => new(problem, endpoint.Subject, remedy, isTransient: false);

    private async Task MakeAsync(DatabaseTraits like, CancellationToken cancellation)
    {
        await using var session = await maintenance.OpenAsync(job, cancellation);
        await MakeDraftAsync(session, like, cancellation);
        await session.ExecuteAsync($"ALTER DATABASE {DraftName} RENAME TO {Name}", cancellation);
    }

    // Marked last: a marked draft is complete.
    private async Task MakeDraftAsync(Session session, DatabaseTraits like, CancellationToken cancellation)
    {
        await DropAsync(session, DraftName, cancellation);
        await session.ExecuteAsync($"CREATE DATABASE {DraftName} {like.CreateOptions(session.Major)}", cancellation);
        await GiveToOwnerAsync(session, like.Owner, cancellation);
        await CommentAsync(DraftName, new TargetMarker(owner, IsMade: true) { Comment = like.Comment }.Write(), cancellation);
    }

    private async Task TakeOverAsync(DatabaseTraits found, DatabaseTraits like, CancellationToken cancellation)
    {
        if (await FindObstacleAsync(found, like, cancellation) is { } obstacle)
            throw obstacle;
        await using var session = await endpoint.OpenAsync(job, cancellation);
        var marker = new TargetMarker(owner, IsMade: false)
        {
            Extensions = await TargetContents.ListExtensionsAsync(session, cancellation),
            Comment = found.Comment,
        };
        await CommentAsync(Name, marker.Write(), cancellation);
    }

    // The marked draft stands before the old database goes: at every instant one of them says that the target is ours.
    private async Task RemakeAsync(DatabaseTraits like, CancellationToken cancellation)
    {
        await using var session = await maintenance.OpenAsync(job, cancellation);
        await MakeDraftAsync(session, like, cancellation);
        await DropAsync(session, Name, cancellation);
        await session.ExecuteAsync($"ALTER DATABASE {DraftName} RENAME TO {Name}", cancellation);
    }

    // A kill between dropping the old database and renaming the draft leaves only the draft.
    private async Task<DatabaseTraits?> FinishRemakingAsync(CancellationToken cancellation)
    {
        await using var session = await maintenance.OpenAsync(job, cancellation);
        if (await DatabaseTraits.FindAsync(session, Draft, cancellation) is not { } draft || MarkerOf(draft) is null)
            return null;
        await session.ExecuteAsync($"ALTER DATABASE {DraftName} RENAME TO {Name}", cancellation);
        return await FindAsync(cancellation);
    }

    private async Task<bool> IsUntouchedAsync(TargetMarker marker, CancellationToken cancellation)
    {
        await using var session = await endpoint.OpenAsync(job, cancellation);
        return (await TargetContents.ListAsync(session, cancellation)).Count == 0
            && (marker.IsMade || (await TargetContents.ListExtensionsAsync(session, cancellation)).All(marker.Extensions.Contains))
            && await session.ScalarAsync<long>("SELECT count(*) FROM pg_namespace WHERE nspname = 'public'", cancellation) == 1;
    }

    private async Task EmptyAsync(TargetMarker marker, CancellationToken cancellation)
    {
        await using var session = await endpoint.OpenAsync(job, cancellation);
        await TargetContents.EmptyAsync(session, marker.Extensions, cancellation);
    }

    private async Task CommentAsync(string name, string? comment, CancellationToken cancellation)
    {
        await using var session = await maintenance.OpenAsync(job, cancellation);
        await session.ExecuteAsync($"COMMENT ON DATABASE {name} IS {(comment is null ? "NULL" : SqlText.Literal(comment))}", cancellation);
    }

    // Whoever may not hand the database over keeps it; the readiness check has said so.
    private async Task GiveToOwnerAsync(Session session, string name, CancellationToken cancellation)
    {
        const string mayGive = "SELECT count(*) FROM pg_roles WHERE rolname = $1 AND pg_has_role(oid, 'MEMBER')";
        if (await session.ScalarAsync<long>(mayGive, cancellation, name) == 1)
            await session.ExecuteAsync($"ALTER DATABASE {DraftName} OWNER TO {SqlText.Identifier(name)}", cancellation);
    }

    private static async Task DropAsync(Session session, string name, CancellationToken cancellation)
    {
        try
        {
            await session.ExecuteAsync($"DROP DATABASE IF EXISTS {name}{(session.Major >= 13 ? " WITH (FORCE)" : "")}", cancellation);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.InvalidCatalogName))
        {
            return; // somebody else was faster
        }
    }
}
