namespace Orchestrator.Testing.Arm;

/// <summary>Finds out who answers a request. Its caller holds the world's lock.</summary>
internal sealed class ArmRouter(ArmWorld world, BehaviourRegistry behaviours)
{
    private readonly ResourceRoutes _resources = new(world, behaviours);
    private readonly SubscriptionRoutes _subscriptions = new(world, behaviours);

    public ArmAnswer Handle(ArmCall call)
    {
        try
        {
            return Route(call);
        }
        catch (ArmErrorException error)
        {
            return ArmAnswer.Error(error.Status, error.Code, error.Message);
        }
    }

    public static bool IsDataPlane(string path) => AppConfigurationPlane.Owns(path) || KeyVaultPlane.Owns(path) || path.StartsWith("/blobs/", StringComparison.Ordinal);

    private ArmAnswer Route(ArmCall call)
    {
        if (!call.Query.ContainsKey("api-version"))
            throw ArmErrorException.Bad("The api-version query parameter (?api-version=) is required for all requests.", "MissingApiVersionParameter");
        if (world.Operations.Answer(call.Path) is { } operation)
            return operation;
        if (!call.Path.HasProvider)
            return _subscriptions.Handle(call);
        if (TagRoutes.IsTags(call.Path))
            return TagRoutes.Handle(call);
        var isProvider = call.Path.Name.Length == 0 && call.Path.Tail?.ToUpperInvariant() is null or "REGISTER";
        return isProvider ? _subscriptions.Providers(call) : _resources.Handle(call);
    }
}
