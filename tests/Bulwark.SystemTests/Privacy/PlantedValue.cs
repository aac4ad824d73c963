namespace Bulwark.SystemTests.Privacy;

/// <summary>A value that a client sent and that no log may show.</summary>
/// <param name="Place">Where in a request it was.</param>
/// <param name="Value">The value.</param>
/// <param name="IsText">True for what people write to each other, which samples may show when they have agreed to it; a secret is shown nowhere.</param>
internal sealed record PlantedValue(string Place, string Value, bool IsText)
{
    public override string ToString() => $"{Place}: {Value}";
}
