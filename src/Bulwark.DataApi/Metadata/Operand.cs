using Bulwark.DataApi.Documents;

namespace Bulwark.DataApi.Metadata;

/// <summary>Where the value of a bound parameter comes from. Whatever it is, it never becomes SQL text.</summary>
internal abstract record Operand
{
    /// <summary>A value known when the plan is made, as the database takes it: text, a 64-bit integer, or null.</summary>
    internal sealed record Constant(object? Value) : Operand;

    /// <summary>A session variable, in lower case: <c>x-hasura-user-id</c>.</summary>
    internal sealed record Session(string Name, ScalarType Type) : Operand;

    /// <summary>A variable of the document, coerced for each request.</summary>
    /// <param name="Name">The variable, without <c>$</c>.</param>
    /// <param name="Shape">What it is coerced to.</param>
    /// <param name="Path">Where it stands, for errors.</param>
    internal sealed record Variable(string Name, VariableShape Shape, QueryPath Path) : Operand;
}
