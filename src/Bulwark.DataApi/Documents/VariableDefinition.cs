namespace Bulwark.DataApi.Documents;

/// <summary>A variable as the operation declares it.</summary>
/// <param name="Name">Its name, without <c>$</c>.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Default">Its default; null when it has none.</param>
internal sealed record VariableDefinition(string Name, TypeReference Type, InputValue? Default)
{
    /// <summary>True when a value is there even if the client gives none.</summary>
    public bool HasDefault => Default is { Kind: not InputKind.Null };
}
