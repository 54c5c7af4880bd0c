using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Removes what a deployment made: each resource after those that need it, then the deployment, then the group.</summary>
/// <param name="place">Where to.</param>
/// <param name="record">What it made.</param>
internal sealed class TemplateRemoval(TemplatePlace place, TemplateRecord record)
{
    private readonly TemplateApiVersions _versions = new(place, record);

    private ArmSession Arm => place.Arm;

    /// <summary>Removes all of it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing of it is left.</returns>
    /// <exception cref="OperationPendingException">Azure removes something.</exception>
    /// <exception cref="AdapterException">Something cannot be removed, and nothing else helps it.</exception>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        var left = record.Created.Reverse().ToList();
        while (left.Count > 0)
            await PassAsync(left, cancellation);
        foreach (var deployment in record.Nested.Where(IsOwnDeployment).Append(place.DeploymentId))
            await DeleteAsync(deployment, TemplatePlace.ApiVersion, cancellation);
        await RemoveGroupAsync(cancellation);
        foreach (var id in record.Unproven.Where(id => !record.Created.Any(made => TemplateIds.IsInside(id, made))))
            Arm.Connector.Logger.UnprovenLeft(Arm.Scope.MigrationId, id);
    }

    // In other groups nothing tells whether there was a record of the same name before.
    private bool IsOwnDeployment(string id) => TemplateIds.IsInside(id, place.GroupId) && !TemplateRecord.Has(record.Existing, id);

    // What refuses to go because something still uses it goes in a later pass, when that has gone.
    private async Task PassAsync(List<string> left, CancellationToken cancellation)
    {
        var refusals = new List<OrchestratorException>();
        var before = left.Count;
        foreach (var id in left.Where(id => !left.Exists(other => Needs(other, id))).DefaultIfEmpty(left[0]).ToList())
        {
            try
            {
                await RemoveAsync(id, cancellation);
                left.Remove(id);
            }
            catch (OrchestratorException refusal) when (refusal is OperationPendingException or AdapterException)
            {
                refusals.Add(refusal);
            }
        }

        if (left.Count == before)
            throw refusals.OfType<OperationPendingException>().MinBy(pending => pending.LookAgainAfter) ?? refusals[0];
    }

    private bool Needs(string other, string id) => TemplateIds.IsInside(other, id)
        || (!ResourceIds.AreSame(other, id) && record.Needs.Any(pair => ResourceIds.AreSame(pair.Key, other) && TemplateRecord.Has(pair.Value, id)));

    private async Task RemoveAsync(string id, CancellationToken cancellation)
    {
        // Where a type takes no tags, asking for them may be refused as well.
        if (!TemplateRecord.Has(record.Untagged, id))
        {
            if (await Arm.FindAsync(TemplateIds.TagsOf(id), TemplatePlace.ApiVersion, cancellation) is not { } tags)
                return;
            // Somebody may have made another one of the same name, or taken it over.
            if (tags.Body.Find("properties") is not { } properties || !ArmTags.IsOwn(properties, Arm.Scope))
            {
                Leave(id);
                return;
            }
        }

        await DeleteAsync(id, await _versions.OfAsync(id, cancellation), cancellation);
    }

    private void Leave(string id)
    {
        var now = place.Record!;
        place.Record = now with { Created = [.. now.Created.Where(made => !ResourceIds.AreSame(made, id))] };
        Arm.Connector.Logger.ResourceLeft(Arm.Scope.MigrationId, id);
    }

    private async Task DeleteAsync(string id, string apiVersion, CancellationToken cancellation)
    {
        var operation = new LongOperation
        {
            Key = $"{place.Kind}.{id}.delete",
            What = $"Removing {id}",
            Start = stop => Arm.DeleteAsync(id, apiVersion, stop),
            Probe = stop => Arm.ProbeGoneAsync(id, apiVersion, stop),
        };
        await Arm.RunAsync(operation, cancellation);
        await Arm.SettleAsync(operation, cancellation);
    }

    // A group that was there, that bears another tag or that somebody else uses stays.
    private async Task RemoveGroupAsync(CancellationToken cancellation)
    {
        if (record.GroupExisted || await Arm.FindAsync(place.GroupId, TemplatePlace.ApiVersion, cancellation) is not { } group || !ArmTags.IsOwn(group.Body, Arm.Scope))
            return;
        var others = await FindOthersAsync(cancellation);
        if (others.Count > 0)
            Arm.Connector.Logger.GroupLeft(Arm.Scope.MigrationId, place.Group, string.Join(", ", others));
        else
            await DeleteAsync(place.GroupId, TemplatePlace.ApiVersion, cancellation);
    }

    // Azure lists for a while what is gone; but what bears a name of ours may also be somebody's new one.
    private async Task<List<string>> FindOthersAsync(CancellationToken cancellation)
    {
        var others = new List<string>();
        foreach (var id in await new TemplateInventory(place).ListAsync(cancellation))
        {
            if (!TemplateRecord.Has(place.Record!.Created, id) || await Arm.FindAsync(id, await _versions.OfAsync(id, cancellation), cancellation) is not null)
                others.Add(id);
        }

        return others;
    }
}
