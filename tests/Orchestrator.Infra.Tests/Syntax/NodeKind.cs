namespace Orchestrator.Infra.Tests.Syntax;

internal enum NodeKind
{
    /// <summary>A number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    Literal,

    /// <summary>A string; its children are what is interpolated.</summary>
    Text,

    /// <summary>The name of a symbol.</summary>
    Name,

    /// <summary>A property of its first child.</summary>
    Member,

    /// <summary>A nested resource of its first child.</summary>
    Nested,

    /// <summary>An element of its first child.</summary>
    Index,

    /// <summary>A call; of a function, or of a method when the first child is not an argument.</summary>
    Call,

    /// <summary>A call of a method of its first child.</summary>
    MethodCall,

    /// <summary>An object; its children are properties and nested resources.</summary>
    Object,

    /// <summary>A property of an object; its last child is the value.</summary>
    Property,

    /// <summary>A list.</summary>
    Array,

    /// <summary>A loop: its source and its body.</summary>
    For,

    /// <summary>A lambda: its body.</summary>
    Lambda,

    /// <summary>Anything whose value is made of its children.</summary>
    Operation,

    /// <summary>A resource inside the body of another.</summary>
    Resource,
}
