using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Template;

/// <summary>Judges what a deployment would change.</summary>
/// <param name="place">Where to.</param>
/// <param name="content">What.</param>
internal sealed class TemplatePreview(TemplatePlace place, TemplateContent content)
{
    private const int MostProperties = 20;

    private string Subject => $"resource group {place.Group}";

    /// <summary>Previews the deployment for people.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The changes, and what stands in the way.</returns>
    /// <exception cref="OperationPendingException">Azure works on it.</exception>
    /// <exception cref="AdapterException">The template is wrong, or Azure cannot tell.</exception>
    public async Task<InfrastructurePreview> LookAsync(CancellationToken cancellation)
    {
        var template = new Finding("infrastructure", $"the template has the SHA-256 {content.Sha256}", "Nothing is to be done: no other one is deployed", IsBlocking: false);
        if (await place.Arm.FindAsync(place.GroupId, TemplatePlace.ApiVersion, cancellation) is null)
            return await WithoutGroupAsync(template, cancellation);
        var changes = await new WhatIf(place, content).AskAsync(cancellation);
        return new([.. changes.Select(Show)], [template, .. Judge(changes)]);
    }

    /// <summary>Judges changes.</summary>
    /// <param name="changes">The changes.</param>
    /// <returns>What stands in the way, and remarks.</returns>
    public IEnumerable<Finding> Judge(IEnumerable<WhatIfChange> changes)
    {
        var record = place.Record;
        return changes.Select(change => Judge(change, IsOwn(change, record))).OfType<Finding>();
    }

    /// <summary>Whether a change is one of something that an earlier run of this migration's deployment made.</summary>
    /// <param name="change">The change.</param>
    /// <param name="record">What is kept of the deployment.</param>
    /// <returns>Whether it bears our tag, or takes none.</returns>
    public static bool IsOwn(WhatIfChange change, TemplateRecord? record) => change.IsOwn || (record is not null && TemplateRecord.Has(record.Untagged, change.Id));

    private Finding? Judge(WhatIfChange change, bool isOwn) => change switch
    {
        { Change: "Delete" } => new(change.Id, "the deployment would delete it", "Take out of the template what deletes it", IsBlocking: true),
        { IsNew: true } when TemplateIds.TypeOf(change.Id).Length == 0 =>
            new(change.Id, "the template makes a resource group, which no undo would remove", "Let the plan make it: createResourceGroup: true", IsBlocking: true),
        { IsModified: true } when !isOwn && !place.Settings.AllowModify =>
            new(change.Id, "it was there before, and the deployment would change it", "Take it out of the template, or set allowModify: true in the plan; the undo does not change it back", IsBlocking: true),
        { IsModified: true } when !isOwn => new(change.Id, "it was there before and is changed, and the undo does not change it back", "Nothing is to be done: allowModify allows it", IsBlocking: false),
        { IsUnknown: true } => new(change.Id, "Azure cannot tell what would happen to it", "Look at it yourself: az resource show --ids ID", IsBlocking: false),
        _ => null,
    };

    private static InfrastructureChange Show(WhatIfChange change) => new(change.Id, change.Change) { Properties = [.. change.Properties.Take(MostProperties)] };

    private async Task<InfrastructurePreview> WithoutGroupAsync(Finding template, CancellationToken cancellation)
    {
        if (!place.Settings.CreateResourceGroup)
            return new([], [template, new(Subject, "there is no such resource group", $"Make it (az group create --name {place.Group} --location REGION), or set createResourceGroup: true and location", IsBlocking: true)]);
        if (place.Settings.Location is null)
            return new([], [template, new(Subject, "it is to be made, and the plan does not say where", "Add location, for example location: westeurope", IsBlocking: true)]);
        // Azure cannot look into a group that is not there; what is wrong with the parameters is known without it.
        _ = await TemplateRequest.PropertiesAsync(place, content, cancellation);
        return new([new(place.GroupId, "Create")], [template, new(Subject, "it is made by the migration, so that Azure cannot preview what goes into it", "Nothing is to be done: what the template names is new there", IsBlocking: false)]);
    }
}
