using System.Reflection;

namespace Orchestrator.Core.Plans.Shapes;

/// <summary>An object with fixed keys.</summary>
internal sealed record ObjectShape(Type Type, IReadOnlyList<PropertyShape> Properties) : Shape
{
    public override string Noun => "keys with values";

    public PropertyShape? Find(string name) => Properties.FirstOrDefault(property => property.Name == name);
}

/// <summary>A key and what belongs under it.</summary>
/// <param name="Name">The key.</param>
/// <param name="Shape">Its value.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Member">The property of the model, for its description.</param>
/// <param name="Default">What holds without the key.</param>
internal sealed record PropertyShape(string Name, Shape Shape, bool IsRequired, PropertyInfo Member, object? Default);

/// <summary>A part of the plan that names an adapter by <c>kind</c> and holds that adapter's keys.</summary>
/// <param name="Common">The keys that every kind has.</param>
/// <param name="Kinds">All keys, by kind.</param>
internal sealed record AdapterShape(ObjectShape Common, IReadOnlyDictionary<string, ObjectShape> Kinds) : Shape
{
    public override string Noun => "keys with values, among them kind";
}
