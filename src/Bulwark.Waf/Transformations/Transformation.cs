using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations;

/// <summary>A transformation function (<c>t:lowercase</c>): makes another value of a value before an operator looks at it.</summary>
/// <remarks>Stateless; used by all threads at once. The same input always gives the same output.</remarks>
internal abstract class Transformation
{
    /// <summary>The name in rules, in its usual spelling. Names are compared without case.</summary>
    public abstract string Name { get; }

    /// <summary>A value that holds none of these cannot change.</summary>
    public abstract ByteClasses Triggers { get; }

    /// <summary>Whether a value with these bytes surely stays as it is. False says nothing.</summary>
    public bool CannotChange(ByteClasses present) => (present & Triggers) == ByteClasses.None;

    /// <summary>Appends the transformed value to <paramref name="output"/>.</summary>
    /// <returns>Whether the value changed. When it did not, nothing was appended and the caller goes on with the input itself.</returns>
    public abstract bool TryTransform(ReadOnlySpan<byte> input, ByteBuffer output);
}
