using System.Diagnostics.CodeAnalysis;

namespace Bulwark.Homeserver.Protocol;

/// <summary>Something read from a request: the value, or the refusal to answer with.</summary>
internal readonly struct MatrixRead<T>
{
    private MatrixRead(T? value, MatrixError? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>The value; there when <see cref="Refusal"/> is null.</summary>
    public T? Value { get; }

    public MatrixError? Refusal { get; }

    public static implicit operator MatrixRead<T>(T value) => new(value, null);

    public static implicit operator MatrixRead<T>(MatrixError refusal) => new(default, refusal);

    /// <summary>True with the value, false with the refusal.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out MatrixError? refusal)
    {
        value = Value;
        refusal = Refusal;
        return refusal is null;
    }
}
