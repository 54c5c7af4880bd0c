using System.Text.Json.Nodes;

namespace Orchestrator.Testing.Arm;

/// <summary>What belongs to no provider: subscriptions, resource groups, lists across types, and the providers themselves.</summary>
internal sealed class SubscriptionRoutes(ArmWorld world, BehaviourRegistry behaviours)
{
    public ArmAnswer Handle(ArmCall call)
    {
        var segments = call.Path.Segments;
        if (segments is ["subscriptions"])
            return Pages.Answer(call, [.. Subscriptions.Select(Subscription)], int.MaxValue);
        if (segments is not ["subscriptions", var subscription, ..])
            throw ArmErrorException.NotFound(call.RawPath);
        if (!world.IsKnown(subscription))
            throw new ArmErrorException(404, "SubscriptionNotFound", $"The subscription '{subscription}' could not be found.");
        return (call.Method, segments.Count, segments.ElementAtOrDefault(2)?.ToUpperInvariant()) switch
        {
            ("GET", 2, _) => new ArmAnswer(200, Subscription(subscription)),
            ("GET", 3, "RESOURCES") => List(call, $"/subscriptions/{subscription}"),
            ("GET", 3, "RESOURCEGROUPS") => Pages.Answer(call, Groups(call, subscription), world.Options.PageSize),
            (_, 4, "RESOURCEGROUPS") => Group(call, subscription, segments[3]),
            ("GET", 5, "RESOURCEGROUPS") when segments[4].Equals("resources", StringComparison.OrdinalIgnoreCase) =>
                List(call, FindGroup(subscription, segments[3])?.Id ?? throw GroupNotFound(segments[3])),
            _ => throw ArmErrorException.NotFound(call.RawPath),
        };
    }

    /// <summary>The providers, or one of them.</summary>
    public ArmAnswer Providers(ArmCall call) => (call.Method, call.Path.Namespace) switch
    {
        ("GET", "") => Pages.Answer(call, [.. Namespaces.Select(name => Provider(call, name))], int.MaxValue),
        _ when Namespaces.Contains(call.Path.Namespace, StringComparer.OrdinalIgnoreCase) => new ArmAnswer(200, Provider(call, call.Path.Namespace)),
        _ => throw new ArmErrorException(404, "InvalidResourceNamespace", $"The resource namespace '{call.Path.Namespace}' is invalid."),
    };

    private IEnumerable<string> Subscriptions => world.Options.OtherSubscriptionIds.Prepend(world.Options.SubscriptionId);

    private IEnumerable<string> Namespaces => behaviours.Types.Select(type => type.Split('/')[0]).Distinct(StringComparer.OrdinalIgnoreCase);

    private JsonObject Subscription(string id) => new()
    {
        ["id"] = $"/subscriptions/{id}",
        ["subscriptionId"] = id,
        ["tenantId"] = world.Options.TenantId,
        ["displayName"] = "Test subscription",
        ["state"] = "Enabled",
        ["authorizationSource"] = "RoleBased",
        ["subscriptionPolicies"] = new JsonObject { ["locationPlacementId"] = "Public_2014-09-01", ["quotaId"] = "PayAsYouGo_2014-09-01", ["spendingLimit"] = "Off" },
    };

    private JsonObject Provider(ArmCall call, string name)
    {
        var types = behaviours.Types.Where(type => type.StartsWith(name + "/", StringComparison.OrdinalIgnoreCase));
        return new JsonObject
        {
            ["id"] = $"/subscriptions/{call.Path.Subscription}/providers/{name}",
            ["namespace"] = name,
            ["registrationState"] = "Registered",
            ["registrationPolicy"] = "RegistrationRequired",
            ["resourceTypes"] = new JsonArray([.. types.Select(type => (JsonNode)new JsonObject
            {
                ["resourceType"] = type[(name.Length + 1)..],
                ["locations"] = new JsonArray("West Europe", "North Europe"),
                ["apiVersions"] = new JsonArray(),
            })]),
        };
    }

    private ArmResource? FindGroup(string subscription, string name) => world.Resources.Find($"/subscriptions/{subscription}/resourceGroups/{name}");

    private static ArmErrorException GroupNotFound(string name) => new(404, "ResourceGroupNotFound", $"Resource group '{name}' could not be found.");

    private List<JsonNode> Groups(ArmCall call, string subscription) => [.. world.Resources.List($"/subscriptions/{subscription}", "Microsoft.Resources/resourceGroups")
        .Where(group => ResourceFilter.Matches(call, group)).Select(group => (JsonNode)group.Body.Clone())];

    private ArmAnswer Group(ArmCall call, string subscription, string name)
    {
        var group = FindGroup(subscription, name);
        if (group is null && call.Method is not "PUT")
            return call.Method == "HEAD" ? new ArmAnswer(404) : throw GroupNotFound(name);
        group?.Operation?.Poll();
        if (group?.Operation is not null && call.Method is not "GET" and not "HEAD")
            throw ArmErrorException.Conflict($"The resource group '{name}' is being deleted.", "ResourceGroupBeingDeleted");
        return call.Method switch
        {
            "PUT" => PutGroup(call, $"/subscriptions/{subscription}/resourceGroups/{name}", group),
            "PATCH" => PatchGroup(call, group!),
            "GET" => FindGroup(subscription, name) is null ? throw GroupNotFound(name) : new ArmAnswer(200, group!.Body.Clone()),
            "HEAD" => new ArmAnswer(204),
            "DELETE" => DeleteGroup(call, group!),
            _ => throw new ArmErrorException(405, "MethodNotAllowed", "No such method on a resource group."),
        };
    }

    private ArmAnswer PutGroup(ArmCall call, string id, ArmResource? group)
    {
        var body = call.Body;
        if (body.Text("location") is not { Length: > 0 } location)
            throw ArmErrorException.Bad("The location property is required for this definition.", "LocationRequired");
        if (group?.Body.Text("location") is { } old && !old.Equals(location, StringComparison.OrdinalIgnoreCase))
            throw ArmErrorException.Conflict($"The resource group exists in location '{old}'.", "InvalidResourceGroupLocation");
        body["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" };
        var made = world.Seed(group?.Id ?? id, body);
        return new ArmAnswer(group is null ? 201 : 200, made.Body.Clone());
    }

    private static ArmAnswer PatchGroup(ArmCall call, ArmResource group)
    {
        if (call.Body["tags"] is { } tags)
            group.Body["tags"] = tags.DeepClone();
        return new ArmAnswer(200, group.Body.Clone());
    }

    private ArmAnswer DeleteGroup(ArmCall call, ArmResource group)
    {
        group.Properties["provisioningState"] = "Deleting";
        var operation = world.Operations.Start(call, group, "delete", () =>
        {
            foreach (var inside in world.Resources.In(group.Id))
                world.Disks.Delete(inside.Id);
            world.Resources.Remove(group.Id);
            return null;
        });
        return world.Operations.Headers(new ArmAnswer(202), operation, OperationStyle.Location);
    }

    private ArmAnswer List(ArmCall call, string scope)
    {
        var listed = world.Resources.In(scope).Where(resource => ResourceFilter.IsListed(resource) && ResourceFilter.Matches(call, resource));
        return Pages.Answer(call, [.. listed.Select(resource => (JsonNode)ResourceFilter.Summary(resource))], world.Options.PageSize);
    }
}
