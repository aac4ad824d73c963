namespace Bulwark.Waf.Transformations.Cleaning;

/// <summary>Resolves empty segments, <c>.</c> and <c>..</c> of a path, byte for byte as libmodsecurity does.</summary>
/// <remarks>A segment that merely ends in two dots (<c>a..</c>) counts as a reference to its parent too; what stands before the dots is removed with it.</remarks>
internal ref struct PathNormalization
{
    private readonly ReadOnlySpan<byte> _path;
    private readonly Span<byte> _target;
    private readonly bool _isRelative;
    private int _read;
    private int _written;
    private bool _hitRoot;

    private PathNormalization(ReadOnlySpan<byte> path, Span<byte> target)
    {
        _path = path;
        _target = target;
        _isRelative = path[0] != '/';
    }

    /// <summary>Writes the normal form to <paramref name="target"/>, which may be <paramref name="path"/> itself, and tells its length.</summary>
    public static int Normalize(ReadOnlySpan<byte> path, Span<byte> target)
    {
        var endsInSlash = path[^1] == '/';
        var normalization = new PathNormalization(path, target);
        while (normalization._read < path.Length)
        {
            normalization.CopyMiddle();
            normalization.Step();
        }

        var length = normalization._written;
        return !endsInSlash && length > 0 && target[length - 1] == '/' ? length - 1 : length;
    }

    /// <summary>Copies what lies before the last byte of a segment: nothing is decided there.</summary>
    private void CopyMiddle()
    {
        var rest = _path[_read..];
        var slash = rest.IndexOf((byte)'/');
        var length = (slash < 0 ? rest.Length : slash) - 1;
        if (length <= 0)
            return;

        rest[..length].CopyTo(_target[_written..]);
        _read += length;
        _written += length;
    }

    private void Step()
    {
        var isLast = _read == _path.Length - 1;
        if ((isLast || _path[_read + 1] == '/') && EndSegment(isLast))
        {
            _read++;
            if (isLast)
                return;
        }

        Copy();
    }

    /// <summary>Looks at the last byte of a segment. True when it was resolved, so that it is not copied.</summary>
    private bool EndSegment(bool isLast)
    {
        if (_path[_read] != '.')
        {
            if (_written > 0 && (isLast || _path[_read] != '/'))
                _hitRoot = false;

            return false;
        }

        if (_written > 0 && _target[_written - 1] == '.')
            return TryRemoveParent();

        if (_written > 0 && _target[_written - 1] != '/')
            return false;

        if (_written > 0 && !isLast)
            _written--; // the slash before the dot; the one behind it is copied

        return true;
    }

    private bool TryRemoveParent()
    {
        if (_isRelative && (_hitRoot || _written <= 2))
        {
            _hitRoot = true;
            return false;
        }

        _written -= 3;
        while (_written > 0 && _target[_written] != '/')
            _written--;

        if (_written > 0)
            return true;

        _hitRoot = true;
        _written = 0;
        return true;
    }

    /// <summary>Copies a byte; of a run of slashes only the last one. A relative path never gets a slash as its first byte.</summary>
    private void Copy()
    {
        if (_path[_read] == '/')
        {
            while (_read + 1 < _path.Length && _path[_read + 1] == '/')
                _read++;

            if (_isRelative && _written == 0)
            {
                _read++;
                return;
            }
        }

        _target[_written++] = _path[_read++];
    }
}
