namespace Bulwark.DataApi.Introspection;

/// <summary>The kinds of named types that this API has (GraphQL section 4.2.2); lists and <c>!</c> wrap them.</summary>
internal enum TypeKind
{
    Scalar,
    Object,
    Enum,
    InputObject,
}
