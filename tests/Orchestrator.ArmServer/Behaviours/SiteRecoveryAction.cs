namespace Orchestrator.Testing.Arm;

/// <summary>An operation on a replicated item.</summary>
/// <param name="Name">What its job is called.</param>
/// <param name="Begin">What changes when it begins.</param>
/// <param name="Complete">What changes at its good end.</param>
/// <param name="Fail">What changes at its bad end.</param>
internal sealed record SiteRecoveryAction(string Name, Action Begin, Action Complete, Action Fail)
{
    /// <summary>One whose course shows in a single property.</summary>
    public static SiteRecoveryAction Of(ArmResource item, string name, string property, (string During, string After, string Failed) states) => new(
        name,
        () => item.Properties[property] = states.During,
        () => item.Properties[property] = states.After,
        () => item.Properties[property] = states.Failed);

    /// <summary>The same with something more at its good end.</summary>
    public SiteRecoveryAction Then(Action effect) => this with { Complete = Complete + effect };
}
