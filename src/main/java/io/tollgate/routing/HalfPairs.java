package io.tollgate.routing;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import io.tollgate.text.Storable;
import java.io.IOException;

/** Writes text with half a surrogate pair in it with escapes, as Stripe does; UTF-8 has no bytes for it, and Jackson fails. */
final class HalfPairs extends JsonGeneratorDelegate {
    private static final CharacterEscapes ESCAPES = new CharacterEscapes() {
        private static final long serialVersionUID = 1L;

        @Override
        public int[] getEscapeCodesForAscii() {
            return standardAsciiEscapesForJSON();
        }

        @Override
        public SerializableString getEscapeSequence(int unit) {
            return Character.isSurrogate((char) unit) ? new SerializedString("\\u%04x".formatted(unit)) : null;
        }
    };

    HalfPairs(JsonGenerator json) {
        super(json, false);
    }

    private interface Write {
        void write() throws IOException;
    }

    private void write(String text, Write how) throws IOException {
        CharacterEscapes before = delegate.getCharacterEscapes();
        boolean isWhole = text == null || Storable.text(text) == text;
        if (!isWhole) {
            delegate.setCharacterEscapes(ESCAPES);
        }
        how.write();
        if (!isWhole) {
            delegate.setCharacterEscapes(before);
        }
    }

    @Override
    public void writeString(String text) throws IOException {
        write(text, () -> delegate.writeString(text));
    }

    @Override
    public void writeFieldName(String name) throws IOException {
        write(name, () -> delegate.writeFieldName(name));
    }

    @Override
    public void writeFieldName(SerializableString name) throws IOException {
        write(name.getValue(), () -> delegate.writeFieldName(name));
    }
}
